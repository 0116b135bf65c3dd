using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Commands;

public class UsageTests
{
    [Theory]
    [InlineData("", "A verb is missing", "simulate, train, fill, evaluate, benchmark, run, demo")]
    [InlineData("trian --input a", "'trian' is no verb of 'unetfill'", "did you mean train?")]
    [InlineData("train --inptu a --model b", "'--inptu' is no option of 'unetfill train'", "did you mean --input?")]
    [InlineData("train --input a --model b --epocs 3", "'--epocs'", "did you mean --epochs?")]
    [InlineData("train --input a --model b --quite-another", "'--quite-another' is no option", "see 'unetfill train --help'")]
    [InlineData("train --input a --model b stray", "takes options only", "'stray'")]
    [InlineData("train --input a", "'unetfill train' needs --model FILE.onnx")]
    [InlineData("fill", "needs --input DIR and --model FILE.onnx and --output DIR")]
    [InlineData("train --input a --model b --epochs", "--epochs")]
    [InlineData("train --input a --model b --epochs 1 --epochs 2", "--epochs")]
    [InlineData("train --input a --model b --epochs 0", "--epochs is '0'; expected a whole number, at least 1.")]
    [InlineData("train --input a --model b --epochs many", "--epochs is 'many'; expected a whole number")]
    [InlineData("train --input a --model b --epochs 2.5", "--epochs is '2.5'; expected a whole number")]
    [InlineData("train --input a --model b --genes 1", "--genes is '1'; expected 'all' or a whole number, at least 2.")]
    [InlineData("train --input a --model b --batch-size 5000", "--batch-size is '5000'; expected a whole number from 1 to 4096.")]
    [InlineData("train --input a --model b --learning-rate 0", "--learning-rate is '0'; expected a number above 0.")]
    [InlineData("train --input a --model b --learning-rate NaN", "--learning-rate is 'NaN'")]
    [InlineData("train --input a --model b --mask-rate 1", "--mask-rate is '1'; expected a number above 0 and below 1.")]
    [InlineData("train --input a --model b --mask-rate 1e-60", "MaskRate is 0")]
    [InlineData("train --input a --model b --alpha -1", "--alpha is '-1'; expected a number from 0 to 1000000.")]
    [InlineData("train --input a --model b --alpha 0 --beta 0", "--alpha and --beta are both 0")]
    [InlineData("train --input a --model b --kernel-size 4", "--kernel-size is '4'; expected an odd number from 1 to 11.")]
    [InlineData("train --input a --model b --base-channels 0", "--base-channels is '0'")]
    [InlineData("train --input a --model b --dropout 1", "--dropout is '1'; expected a number, at least 0 and below 1.")]
    [InlineData("train --input a --model b --layout grid", "--layout is 'grid'; expected one of co-expression, random.")]
    [InlineData("train --input a --model b --validation 0.6", "--validation is '0.6'; expected a number above 0 and at most 0.5.")]
    [InlineData("train --input a --model b --patience 0", "--patience is '0'")]
    [InlineData("train --input a --model b --seed -1", "--seed is '-1'")]
    [InlineData("train --input a --model b --threads -2", "--threads is '-2'; expected a whole number from 0 to 1024.")]
    [InlineData("train --input a --model b --device gpu", "--device is 'gpu'; expected one of auto, cpu, cuda.")]
    [InlineData("fill --input a --model b --output c --batch-size 0", "--batch-size is '0'; expected a whole number from 1 to 65536.")]
    [InlineData("run --input a --output b --holdout 0.9", "--holdout is '0.9'; expected a number above 0 and at most 0.5.")]
    [InlineData("benchmark --input a --output b --methods none,knn-maen", "--methods names 'knn-maen' (did you mean knn-mean?); expected some of none, gene-mean,")]
    [InlineData("benchmark --input a --output b --methods magic", "--methods names 'magic'; expected some of none, gene-mean,", "separated by commas")]
    [InlineData("benchmark --input a --output b --measures entries,speed", "--measures names 'speed'; expected some of entries, clusters, thinning, false-correlations")]
    [InlineData("benchmark --input a --output b --seeds 1,x", "--seeds is '1,x'; expected different whole numbers, at least 0, separated by commas.")]
    [InlineData("benchmark --input a --output b --seeds 1,1", "--seeds is '1,1'")]
    [InlineData("benchmark --input a --output b --measures clusters", "--measures is 'clusters'; expected --labels with it")]
    [InlineData("simulate --output a --cells 0", "--cells is '0'")]
    public void A_wrong_command_line_gives_one_sentence_and_exit_code_2(string commandLine, params string[] fragments) =>
        Unetfill.Run(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries)).FailsWith(2, fragments);
}
