// One test crashes the server that all of them share.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
