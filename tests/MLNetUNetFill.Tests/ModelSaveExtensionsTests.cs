using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Tests.ModelFile;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests;

public sealed class ModelSaveExtensionsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly MLContext _context = new(1);
    private readonly IDataView _cells = TestCells.View(RandomModels.Counts(1, 3, 70).Chunk(70), 70);
    private readonly UNetGapFillTransformer _transformer = new(GapFillOnnxExporter.Export(ContextModels.Create()),
        new() { Device = ComputeDevice.Cpu, Threads = 1 });

    private string Model => Path.Combine(_folder.FullName, "chain.zip");

    public void Dispose()
    {
        _transformer.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_saved_chain_reloads()
    {
        _context.Model.SaveAtomically(_transformer, _cells.Schema, Model);
        _context.Model.SaveAtomically(_transformer, null, Model);

        var reloaded = new MLContext().Model.Load(Model, out _);
        var (expected, found) = (TestCells.Filled(_transformer.Transform(_cells)), TestCells.Filled(reloaded.Transform(_cells)));
        foreach (var (first, second) in expected.Zip(found)) Assert.Equal(first, second, (a, b) => Math.Abs(a - b) <= 1e-5);
        Assert.Equal([Model], _folder.EnumerateFileSystemInfos().Select(file => file.FullName));
    }

    [Fact]
    public void A_member_that_fails_leaves_the_earlier_file_and_nothing_else()
    {
        File.WriteAllText(Model, "the earlier model");
        var chain = new TransformerChain<ITransformer>(_transformer, new Unsaveable());

        Assert.Equal("This transformer cannot be saved.",
            Assert.Throws<NotSupportedException>(() => _context.Model.SaveAtomically(chain, _cells.Schema, Model)).Message);

        Assert.Equal("the earlier model", File.ReadAllText(Model));
        Assert.Equal([Model], _folder.EnumerateFileSystemInfos().Select(file => file.FullName));
    }

    [Fact]
    public void A_path_that_cannot_be_written_is_named() =>
        Assert.Contains(_folder.FullName, Assert.Throws<GapFillException>(
            () => _context.Model.SaveAtomically(_transformer, _cells.Schema, _folder.FullName)).Message, StringComparison.Ordinal);

    [Fact]
    public void No_copy_of_what_is_saved_stays_in_the_temporary_folder()
    {
        var name = $"Chosen{Guid.NewGuid():N}";
        var (started, mark) = (DateTime.UtcNow.AddMinutes(-1), System.Text.Encoding.UTF8.GetBytes(name));
        var select = _context.Transforms.SelectGenes(name, "Counts", _transformer.GeneNames).Fit(_cells);

        _context.Model.SaveAtomically(select, _cells.Schema, Model);

        Assert.DoesNotContain(new DirectoryInfo(Path.GetTempPath()).EnumerateFiles("*", new EnumerationOptions()), file =>
            file.LastWriteTimeUtc > started && file.Length is > 0 and < 1 << 20 && Holds(file, mark));

        static bool Holds(FileInfo file, byte[] mark)
        {
            try
            {
                return File.ReadAllBytes(file.FullName).AsSpan().IndexOf(mark) >= 0;
            }
            catch (IOException) // Others write and delete here, too.
            {
                return false;
            }
        }
    }

    [Fact]
    public void A_stream_that_cannot_be_written_is_not_blamed_on_the_temporary_folder() =>
        Assert.Equal("The other disk is full.",
            Assert.Throws<IOException>(() => _context.Model.Save(_transformer, _cells.Schema, new FullStream())).Message);

    private sealed class FullStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("The other disk is full.");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("The other disk is full.");
    }

    private sealed class Unsaveable : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => input;

        void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException("This transformer cannot be saved.");
    }
}
