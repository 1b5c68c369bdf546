namespace Orleans.Runtime
{
    public class OrleansException : Exception
    {
        public OrleansException(string message)
            : base(message)
        {
        }

        public OrleansException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }

    public class OrleansConfigurationException(string message) : Exception(message);

    public class ReminderException(string message) : OrleansException(message);

    /// <summary>A call could not be brought to its grain; here it never happens.</summary>
    public class OrleansMessageRejectionException(string message) : OrleansException(message);

    /// <summary>The silo has not started, or has stopped.</summary>
    public class SiloUnavailableException(string message) : OrleansMessageRejectionException(message);
}

namespace Orleans.Serialization
{
    /// <summary>A type cannot cross a grain call.</summary>
    public class CodecNotFoundException(string message) : Exception(message);
}
