namespace Microsoft.ML.Runtime;

public interface IExceptionContext
{
}

public interface IChannelProvider : IExceptionContext
{
}

public interface IProgressChannelProvider
{
}

public interface IHostEnvironment : IChannelProvider, IProgressChannelProvider
{
}
