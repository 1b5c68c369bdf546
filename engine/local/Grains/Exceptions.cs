namespace Orleans.Runtime
{
    public class OrleansException : Exception
    {
        public OrleansException()
            : base("Unexpected error.")
        {
        }

        public OrleansException(string message)
            : base(message)
        {
        }

        public OrleansException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }

    public class OrleansConfigurationException(string message) : OrleansException(message);

    public class OrleansMessageRejectionException(string message) : OrleansException(message);

    /// <summary>The silo has not started, or has stopped.</summary>
    public class SiloUnavailableException(string message) : OrleansException(message);
}

namespace Orleans.Serialization
{
    /// <summary>A type cannot cross a grain call.</summary>
    public class CodecNotFoundException(string message) : Exception(message);
}
