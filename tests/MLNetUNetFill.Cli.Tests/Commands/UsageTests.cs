using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Commands;

public class UsageTests
{
    [Theory]
    [InlineData("", "A verb is missing", "simulate, convert, train, fill, evaluate, compare, run, demo")]
    [InlineData("trian --input a", "'trian' is no verb of 'unetfill'", "did you mean train?")]
    [InlineData("train --inptu a --model b", "'--inptu' is no option of 'unetfill train'", "did you mean --input?")]
    [InlineData("train --input a --model b --epocs 3", "'--epocs'", "did you mean --epochs?")]
    [InlineData("train --input a --model b --quite-another", "'--quite-another' is no option", "see 'unetfill train --help'")]
    [InlineData("train --input a --model b stray", "takes options only", "'stray'")]
    [InlineData("train --input a", "'unetfill train' needs --model FILE.onnx")]
    [InlineData("fill", "needs --input PATH and --model FILE.onnx and --output DIR")]
    [InlineData("train --input a --model b --epochs", "--epochs has no value; expected --epochs N.")]
    [InlineData("train --model b --input", "--input has no value; expected --input PATH.")]
    [InlineData("train --input --model b", "--input has no value before --model; expected --input PATH.")]
    [InlineData("train --model b --input --epochs", "--input has no value before --epochs; expected --input PATH.")]
    [InlineData("train --input a --model b --seed --threads 2", "--seed has no value before --threads; expected --seed N.")]
    [InlineData("compare --input a --output b --holdout c --seeds", "--seeds has no value; expected --seeds N,...")]
    [InlineData("train --input a --model b --epochs 1 --epochs 2", "--epochs is given 2 times; expected it once.")]
    [InlineData("simulate --output a --output a --output a", "--output is given 3 times; expected it once.")]
    [InlineData("fill --input a --model b --output c --device cpu --device cpu", "--device is given 2 times; expected it once.")]
    [InlineData("compare --input a --output b --seeds 1 --seeds 2", "--seeds is given 2 times; expected it once.")]
    [InlineData("compare --input a --output b --methods none --methods dca", "--methods is given 2 times; expected it once.")]
    [InlineData("train --input a --model b --epochs 0", "--epochs is '0'; expected a whole number from 1 to 100000.")]
    [InlineData("train --input a --model b --epochs many", "--epochs is 'many'; expected a whole number")]
    [InlineData("train --input a --model b --epochs 2.5", "--epochs is '2.5'; expected a whole number")]
    [InlineData("train --input a --model b --genes 1", "--genes is '1'; expected 'all' or a whole number, at least 2.")]
    [InlineData("train --input a --model b --batch-size 5000", "--batch-size is '5000'; expected a whole number from 1 to 4096.")]
    [InlineData("train --input a --model b --learning-rate 0", "--learning-rate is '0'; expected a number above 0.")]
    [InlineData("train --input a --model b --learning-rate NaN", "--learning-rate is 'NaN'")]
    [InlineData("train --input a --model b --mask-rate 1", "--mask-rate is '1'; expected a number above 0 and below 1.")]
    [InlineData("train --input a --model b --mask-rate 1e-60", "--mask-rate is 0; expected above 0 and below 1.")]
    [InlineData("train --input a --model b --alpha -1", "--alpha is '-1'; expected a number from 0 to 1000000.")]
    [InlineData("train --input a --model b --alpha 0 --beta 0", "--alpha and --beta are both 0")]
    [InlineData("train --input a --model b --kernel-size 4", "--kernel-size is '4'; expected an odd number from 1 to 11.")]
    [InlineData("train --input a --model b --base-channels 0", "--base-channels is '0'")]
    [InlineData("train --input a --model b --dropout 1", "--dropout is '1'; expected a number, at least 0 and below 1.")]
    [InlineData("train --input a --model b --layout grid", "--layout is 'grid'; expected one of co-expression, random, gene-by-level.")]
    [InlineData("train --input a --model b --layout gene-by-level",
        "--layout gene-by-level is not possible with --preset context, whose channels have no levels; expected --preset published with it")]
    [InlineData("train --input a --model b --levels 8",
        "--levels 8 has no effect with another layout; expected --layout gene-by-level with it, or no --levels.")]
    [InlineData("train --input a --model b --preset published --layout random --levels 12",
        "--levels 12 has no effect with another layout")]
    [InlineData("train --input a --model b --scaling global",
        "--scaling global has no effect with --preset context; expected --preset published with it, or no --scaling.")]
    [InlineData("run --input a --output b --patience 15",
        "--patience 15 has no effect with --preset context; expected --preset published with it, or no --patience.")]
    [InlineData("run --input a --output b --preset published --max-landmarks 9",
        "--max-landmarks 9 has no effect with --preset published; expected --preset context with it, or no --max-landmarks.")]
    [InlineData("train --input a --model b --preset published --effort best",
        "--effort best has no effect with --preset published; expected --preset context with it")]
    [InlineData("train --input a --model b --genes all --min-detection 0.1",
        "--min-detection 0.1 has no effect with --genes all; expected --genes N with it")]
    [InlineData("train --input a --model b --dropout 0.99999999999", "--dropout is 1; expected at least 0 and below 1.")]
    [InlineData("train --input a --model b --learning-rate 1e300",
        "--learning-rate is 1E+300; expected a finite number above 0, in single precision.")]
    [InlineData("compare --input a --output b --holdout  --seeds 2", "--holdout is ''; expected a path.")]
    [InlineData("simulate --output a --cells 1000000 --genes 100000",
        "--cells is '1000000' and --genes is '100000', which makes 100000000000 entries; expected at most 2147483591.")]
    [InlineData("train --input a --model b --levels 6", "--levels is '6'; expected a multiple of 4 from 4 to 64.")]
    [InlineData("train --input a --model b --validation 0.6", "--validation is '0.6'; expected a number above 0 and at most 0.5.")]
    [InlineData("train --input a --model b --patience 0", "--patience is '0'")]
    [InlineData("train --input a --model b --seed -1", "--seed is '-1'")]
    [InlineData("train --input a --model b --threads -2", "--threads is '-2'; expected a whole number from 0 to 1024.")]
    [InlineData("train --input a --model b --device gpu",
        "--device is 'gpu'; expected one of auto, cpu, cuda, cuda:N with N the number of a GPU, from 0.")]
    [InlineData("fill --input a --model b --output c --device cuda:-1", "--device is 'cuda:-1'; expected one of auto, cpu, cuda, cuda:N")]
    [InlineData("demo --output c --device cuda:", "--device is 'cuda:'; expected one of auto, cpu, cuda, cuda:N")]
    [InlineData("fill --input a --model b --output c --batch-size 0", "--batch-size is '0'; expected a whole number from 1 to 65536.")]
    [InlineData("fill --input a --model b --output c --policy expcted",
        "--policy is 'expcted'; expected one of expected, if-expressed, threshold, denoise-all, expected-log.")]
    [InlineData("fill --input a --model b --output c --policy expected-log --depth 0",
        "--depth is '0'; expected a number above 0 and at most 100.")]
    [InlineData("fill --input a --model b --output c --policy threshold --depth 2",
        "--depth is 2 and --policy is threshold; expected --policy expected-log with it.")]
    [InlineData("fill --input a --model b --output c --policy threshold --threshold 1.5",
        "--threshold is '1.5'; expected a number from 0 to 1.")]
    [InlineData("fill --input a --model b --output c --threshold 0.4",
        "--threshold is 0.4 and --policy is not given; expected --policy threshold with it.")]
    [InlineData("train --input a --model b --preset publishd", "--preset is 'publishd'; expected one of context, published.")]
    [InlineData("train --input a --model b --preset published --policy expected",
        "--policy expected is not possible with --preset published, which knows values if expressed alone; "
            + "expected --preset context with it, or --policy if-expressed.")]
    [InlineData("train --input a --model b --effort most", "--effort is 'most'; expected one of default, fast, best.")]
    [InlineData("train --input a --model b --precision fp61", "--precision is 'fp61'; expected one of fp32, fp16, int8.")]
    [InlineData("train --input a --model b --tune -1", "--tune is '-1'; expected a whole number from 0 to 1000.")]
    [InlineData("run --input a --output b --holdout 0.9", "--holdout is '0.9'; expected a number above 0 and at most 0.5.")]
    [InlineData("compare --input a --output b --methods none,knn-maen",
        "--methods names 'knn-maen' (did you mean knn-mean?); expected some of none, gene-mean,")]
    [InlineData("compare --input a --output b --methods magic", "--methods names 'magic'; expected some of none, gene-mean,",
        "separated by commas")]
    [InlineData("compare --input a --output b --measures entries,speed",
        "--measures names 'speed'; expected some of entries, clusters, thinning, false-correlations")]
    [InlineData("compare --input a --output b --seeds 1,x",
        "--seeds is '1,x'; expected different whole numbers, at least 0, separated by commas.")]
    [InlineData("compare --input a --output b --seeds 1,1", "--seeds is '1,1'")]
    [InlineData("compare --input a --output b --measures clusters", "--measures is 'clusters'; expected --labels with it")]
    [InlineData("compare --input a --output b --layout gene-by-level",
        "--layout is 'gene-by-level'; expected one of co-expression, random.")]
    [InlineData("compare --input a --output b --kernel-size 2", "--kernel-size is '2'; expected an odd number from 1 to 11.")]
    [InlineData("benchmark --input a", "'benchmark' is no verb of 'unetfill'", "see 'unetfill --help'")]
    [InlineData("bench --threads 1", "'bench' is no verb of 'unetfill'", "see 'unetfill --help'")]
    [InlineData("comapre --input a", "'comapre' is no verb of 'unetfill'", "did you mean compare?")]
    [InlineData("simulate --output a --cells 0", "--cells is '0'")]
    public void A_wrong_command_line_gives_one_sentence_and_exit_code_2(string commandLine, params string[] fragments) =>
        Unetfill.Run(commandLine.Length == 0 ? [] : commandLine.Split(' ')).FailsWith(2, fragments);
}
