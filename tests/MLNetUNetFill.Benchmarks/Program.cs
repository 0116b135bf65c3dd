using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using MLNetUNetFill.Benchmarks;
using MLNetUNetFill.Benchmarks.Bench;
using MLNetUNetFill.Cli;

if (args is ["bench", ..])
    return CommandLineHost.Run(args, context =>
        new RootCommand("Measures the throughput of MLNetUNetFill.") { BenchCommand.Create(context) });

if (args is ["files", .. var paths]) return FileReading.Run(paths);
if (args is ["scales", .. var folders]) return ScaleJudgements.Run(folders);
if (args is ["novelty", .. var sets]) return NoveltyShares.Run(sets);

// In this process: the native libraries lie beside this program, not beside one that BenchmarkDotNet would generate.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(BenchCommand).Assembly).Run(args, config);
return 0;
