using MLNetUNetFill.Cli;

return CommandLineHost.Run(args, CommandLineHost.CreateRoot);
