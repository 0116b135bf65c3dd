using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests;

[Collection(TorchCollection.Name)]
public sealed class GeneSelectingEstimatorTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    private static readonly MLContext s_context = new(1);

    [Fact]
    public void Genes_come_in_the_order_asked_for_and_missing_ones_are_zeros()
    {
        var view = View(["A", "ENSG00000000003.15", "C", "D"], [0, 2, 3, 0], [0, 0, 0, 4]);
        var estimator = s_context.Transforms.SelectGenes("Chosen", "Counts", ["D", "none", "C", "ENSG00000000003"], minGeneOverlap: 0.7);

        var transformer = estimator.Fit(view);
        var chosen = transformer.Transform(view);

        Assert.Equal([[0, 0, 3, 2], [4, 0, 0, 0]], chosen.GetColumn<float[]>("Chosen"));
        Assert.All(chosen.GetColumn<VBuffer<float>>("Chosen"), cell => Assert.False(cell.IsDense));
        Assert.Equal(["none"], transformer.MissingGenes);
        VBuffer<ReadOnlyMemory<char>> names = default;
        chosen.Schema["Chosen"].GetSlotNames(ref names);
        Assert.Equal(["D", "none", "C", "ENSG00000000003"], names.DenseValues().Select(name => name.ToString()));
        Assert.StartsWith("Column 'Counts' lacks 1 of the model's 4 genes ('none'); expected at least 90 % of them",
            Assert.Throws<GapFillException>(() =>
                s_context.Transforms.SelectGenes("Chosen", "Counts", transformer.GeneNames).Fit(view)).Message);
        Assert.Contains("may be 'ENSG00000000003.15' or 'ENSG00000000003.14' of the input", Assert.Throws<GapFillException>(() =>
            transformer.Transform(View(["C", "ENSG00000000003.15", "ENSG00000000003.14", "D"], [1, 1, 1, 1]))).Message);
    }

    [Fact]
    public void Another_view_has_its_own_order()
    {
        var transformer = s_context.Transforms.SelectGenes("Chosen", "Counts", ["B", "A"]).Fit(View(["A", "B"], [1, 2]));
        Assert.Equal([[8f, 9f]], transformer.Transform(View(["x", "A", "B"], [7, 9, 8])).GetColumn<float[]>("Chosen"));
    }

    [Fact]
    public void A_model_fills_cells_whose_genes_are_in_another_order_and_so_does_the_saved_chain()
    {
        var model = trained.Transformer;
        var counts = TestCells.Simulated.Counts;
        string[] names = ["other", .. counts.GeneNames.Reverse()];
        float[][] cells = [.. Enumerable.Range(0, 20).Select(cell =>
            (float[])[1, .. Enumerable.Range(0, counts.GeneCount).Select(gene => counts[cell, counts.GeneCount - 1 - gene])])];
        using var folder = new Folder();
        model.Save(folder["model.onnx"]);
        var view = View(names, cells);
        var chain = s_context.Transforms.SelectGenes("Chosen", "Counts", folder["model.onnx"])
            .Append(s_context.Transforms.ApplyUNetGapFill("Filled", "Chosen", folder["model.onnx"])).Fit(view);

        var filled = chain.Transform(view).GetColumn<float[]>("Filled").ToArray();
        var expected = TestCells.Filled(model.Transform(TestCells.View()));
        for (var cell = 0; cell < cells.Length; cell++)
            for (var gene = 0; gene < counts.GeneCount; gene++) Assert.Equal(expected[cell][gene], filled[cell][gene], 1e-5);

        s_context.Model.Save(chain, view.Schema, folder["chain.zip"]);
        var reloaded = s_context.Model.Load(folder["chain.zip"], out _).Transform(view);
        Assert.Equal(expected[3][5], reloaded.GetColumn<float[]>("Filled").ElementAt(3)[5], 1e-5);
    }

    private static IDataView View(string[] genes, params float[][] cells)
    {
        var schema = SchemaDefinition.Create(typeof(Cell));
        schema[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, genes.Length);
        schema[0].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(genes.Length, [.. genes.Select(gene => gene.AsMemory())]),
            new VectorDataViewType(TextDataViewType.Instance, genes.Length));
        return s_context.Data.LoadFromEnumerable(cells.Select(cell => new Cell { Counts = Sparse(cell) }), schema);

        static VBuffer<float> Sparse(float[] cell)
        {
            int[] slots = [.. Enumerable.Range(0, cell.Length).Where(slot => cell[slot] != 0)];
            return new(cell.Length, slots.Length, [.. slots.Select(slot => cell[slot])], slots);
        }
    }

    private sealed class Cell
    {
        public VBuffer<float> Counts { get; set; }
    }

    private sealed class Folder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("unetfill-").FullName;

        public string this[string name] => Path.Combine(_path, name);

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
