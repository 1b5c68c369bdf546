// The launcher and its file modes exist on Unix only, and so do these tests.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
