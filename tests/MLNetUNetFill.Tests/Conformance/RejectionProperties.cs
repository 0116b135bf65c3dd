using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>What does not fit is refused before a row is read, in a message that names the column, what was found and what was
/// expected.</summary>
internal static class RejectionProperties
{
    public static void A_missing_column_is_named(ConformanceSubject subject)
    {
        foreach (var error in Refusals(subject, Cells.View(counts: null), estimatorToo: true)) Names(error, "Could not find input column",
            Cells.Counts);
    }

    public static void A_column_of_another_type_is_named_with_both_types(ConformanceSubject subject)
    {
        var vector = new VectorDataViewType(NumberDataViewType.Double, Cells.GeneNames.Count);
        Check(ProbeColumn.Scalar(Cells.Counts, NumberDataViewType.Single, _ => 1f), "got Single");
        Check(ProbeColumn.Scalar(Cells.Counts, TextDataViewType.Instance, _ => "1".AsMemory()), "got String");
        Check(ProbeColumn.Dense(Cells.Counts, vector, _ => new double[Cells.GeneNames.Count]), "Double");
        Check(ProbeColumn.Dense(Cells.Counts, new VectorDataViewType(NumberDataViewType.Single), row => Cells.Rows[row]), "Vector");

        void Check(ProbeColumn counts, string found)
        {
            foreach (var error in Refusals(subject, Cells.View(counts), estimatorToo: true))
                Names(error, $"'{Cells.Counts}'", "expected known-size vector of Single", found);
        }
    }

    public static void Other_genes_than_the_models_are_named(ConformanceSubject subject)
    {
        if (!subject.KnowsItsGenes) return;
        foreach (var error in Refusals(subject,
            Cells.View(ProbeColumn.Dense(Cells.Counts, new VectorDataViewType(NumberDataViewType.Single, 79), _ => new float[79]))))
            Names(error, Cells.Counts, "79", "expected", "80");
        string[] names = [.. Cells.GeneNames];
        names[4] = "Other";
        foreach (var error in Refusals(subject, Cells.View(Cells.Mixed(Cells.SlotNames(names))))) Names(error, Cells.Counts, "slot 5",
            "'Other'", "expected", Cells.GeneNames[4]);
    }

    public static void A_value_that_is_no_count_is_named_with_its_place(ConformanceSubject subject)
    {
        foreach (var wrong in new[] { -1, float.NaN, float.PositiveInfinity })
            foreach (var rowNumber in new[] { 0, 3, 12 })
            {
                var cell = (float[])Cells.Rows[rowNumber].Clone();
                cell[9] = wrong;
                float[] Row(int row) => row == rowNumber ? cell : Cells.Rows[row];
                if (subject.AnswersWithNaN) AnswersWithNaN(subject, Row, rowNumber);
                if (!subject.LearnsFromCells) continue;
                var error = subject.AnswersWithNaN ? FitFailsWith(subject, Row) : FailsWith(subject, Row);
                Names(error, $"'{Cells.Counts}'", $"row {rowNumber + 1}", "slot 10", $"found {wrong}", "expected");
            }
    }

    public static void A_row_of_another_length_is_named_with_its_place(ConformanceSubject subject)
    {
        foreach (var length in new[] { 79, 81, 0 })
            Names(FailsWith(subject, row => row == 3 ? new float[length] : Cells.Rows[row]), $"'{Cells.Counts}'", "row 4",
                $"found {length}", "expected", "80");
    }

    public static void Null_is_refused_by_name(ConformanceSubject subject)
    {
        var (estimator, transformer) = (subject.Estimator(default), subject.Transformer());
        var view = transformer.Transform(Cells.View());
        Refuses(() => estimator.Fit(null!));
        Refuses(() => estimator.GetOutputSchema(null!));
        Refuses(() => transformer.Transform(null!));
        Refuses(() => transformer.GetOutputSchema(null!));
        Refuses(() => view.GetRowCursor(null!));
        Refuses(() => view.GetRowCursorSet(null!, 2));
        if (!transformer.IsRowToRowMapper) return;
        var input = Cells.View();
        var mapper = transformer.GetRowToRowMapper(input.Schema);
        using var row = input.GetRowCursor(input.Schema);
        Refuses(() => transformer.GetRowToRowMapper(null!));
        Refuses(() => mapper.GetDependencies(null!));
        Refuses(() => mapper.GetRow(null!, mapper.OutputSchema));
        Refuses(() => mapper.GetRow(row, null!));

        static void Refuses(Func<object> action) => Assert.NotNull(Assert.Throws<ArgumentNullException>(() => { action(); }).ParamName);
    }

    /// <summary>The errors of every member that is given the schema; ML.NET's own tests accept these two kinds.</summary>
    private static IEnumerable<Exception> Refusals(ConformanceSubject subject, ProbeView view, bool estimatorToo = false)
    {
        var transformer = subject.Transformer();
        List<Action> actions = [() => transformer.GetOutputSchema(view.Schema), () => transformer.Transform(view)];
        if (transformer.IsRowToRowMapper) actions.Add(() => transformer.GetRowToRowMapper(view.Schema));
        if (estimatorToo) actions.AddRange([() => subject.Estimator(default).GetOutputSchema(Shapes.Of(view)), () =>
            subject.Estimator(default).Fit(view)]);
        foreach (var action in actions)
        {
            var error = Record.Exception(action);
            Assert.True(error is ArgumentOutOfRangeException or InvalidOperationException,
                $"expected a refusal, got {error?.ToString() ?? "none"}");
            Assert.Empty(view.Requests);
            yield return error!;
        }
    }

    /// <summary>The error of reading the output of such cells, after which the cursor can still be closed.</summary>
    private static Exception FailsWith(ConformanceSubject subject, Func<int, float[]> cells)
    {
        var input = View(cells);
        var error = Assert.ThrowsAny<InvalidOperationException>(() => RowValues.Of(subject.Transformer().Transform(input),
            subject.Outputs[0]));
        // An estimator that reads the cells says the same.
        var fitting = Assert.ThrowsAny<InvalidOperationException>(() => RowValues.Of(subject.Estimator(default).Fit(input).Transform(input),
            subject.Outputs[0]));
        Assert.Equal(error.Message.Replace("the model's", "the column's"), fitting.Message.Replace("the model's", "the column's"));
        Assert.Equal(0, input.Open);
        return error;
    }

    /// <summary>The transformer makes NaN of one row and fills the others.</summary>
    private static void AnswersWithNaN(ConformanceSubject subject, Func<int, float[]> cells, int wrongRow)
    {
        var input = View(cells);
        foreach (var (number, row) in RowValues.Of(subject.Transformer().Transform(input), subject.Outputs[0]).Index())
            Assert.All((float[])row.Columns[subject.Outputs[0]], value => Assert.Equal(number == wrongRow, float.IsNaN(value)));
        Assert.Equal(0, input.Open);
    }

    private static Exception FitFailsWith(ConformanceSubject subject, Func<int, float[]> cells)
    {
        var input = View(cells);
        var error = Assert.ThrowsAny<InvalidOperationException>(() => subject.Estimator(default).Fit(input));
        Assert.Equal(0, input.Open);
        return error;
    }

    private static ProbeView View(Func<int, float[]> cells) =>
        Cells.View(ProbeColumn.Sparse(Cells.Counts, Cells.CountsType, cells, row => row % 2 == 1, Cells.SlotNames(Cells.GeneNames)));

    private static void Names(Exception error, params string[] parts) => Assert.All(parts, part => Assert.Contains(part, error.Message));
}
