namespace MLNetUNetFill.Tests.Conformance;

/// <summary>The checker itself: what conforms passes, and every defect is found by a property that is there to find it.</summary>
public sealed class EstimatorConformanceTests
{
    [Fact]
    public void What_conforms_passes() =>
        Assert.Empty(EstimatorConformance.Violations(Subject(Defect.None))
        .Select(violation => $"{violation.Key}: {violation.Value.Message}"));

    [Theory]
    [InlineData(nameof(Defect.PromisesNoSlotNames), nameof(SchemaProperties.Estimator_promises_the_shape_that_the_transformer_delivers))]
    [InlineData(nameof(Defect.KeepsNoSlotNames), nameof(SchemaProperties.Outputs_are_vectors_of_all_genes_with_their_names))]
    [InlineData(nameof(Defect.MakesASchemaForEachCursor), nameof(SchemaProperties.One_view_has_one_schema_object))]
    [InlineData(nameof(Defect.LosesAnnotations), nameof(SchemaProperties.Input_columns_stay_as_they_are_in_their_places))]
    [InlineData(nameof(Defect.RunsInTransform), nameof(LazinessProperties.Making_a_view_or_a_mapper_reads_nothing))]
    [InlineData(nameof(Defect.AsksForAllColumns), nameof(LazinessProperties.Only_columns_that_are_needed_are_asked_of_the_input))]
    [InlineData(nameof(Defect.ScoresForEveryReader), nameof(LazinessProperties.A_reader_of_other_columns_reads_no_counts))]
    [InlineData(nameof(Defect.CallsEveryColumnActive), nameof(LazinessProperties.Columns_are_active_where_they_were_asked_for))]
    [InlineData(nameof(Defect.CountsPositionsItself),
        nameof(CursorStateProperties.Off_its_rows_a_cursor_has_position_minus_one_and_gives_no_value))]
    [InlineData(nameof(Defect.MakesIdsItself), nameof(CursorProperties.Rows_keep_their_id_position_batch_and_columns))]
    [InlineData(nameof(Defect.SharesItsBufferAmongCursors), nameof(ConcurrencyProperties.Threads_may_read_one_view_at_once))]
    [InlineData(nameof(Defect.HandsOutItsOwnBuffer), nameof(ValueProperties.A_reader_keeps_what_it_got_while_the_cursor_moves_on))]
    [InlineData(nameof(Defect.AppendsToTheBuffer), nameof(ValueProperties.What_a_buffer_held_before_does_not_matter))]
    [InlineData(nameof(Defect.WritesIntoTheInput), nameof(ValueProperties.The_input_is_never_written_to))]
    [InlineData(nameof(Defect.ReadsStoredValuesOnly), nameof(ValueProperties.Sparse_and_dense_counts_give_the_same))]
    [InlineData(nameof(Defect.ServesValuesOffItsRows),
        nameof(CursorStateProperties.Off_its_rows_a_cursor_has_position_minus_one_and_gives_no_value))]
    [InlineData(nameof(Defect.TakesAnyType), nameof(CursorStateProperties.A_getter_of_another_type_is_refused))]
    [InlineData(nameof(Defect.RepeatsRowsInASet), nameof(CursorSetProperties.The_cursors_of_a_set_share_all_rows))]
    [InlineData(nameof(Defect.IgnoresTheShuffle), nameof(CursorProperties.Shuffled_rows_keep_their_values))]
    [InlineData(nameof(Defect.ClaimsToShuffle), nameof(CursorProperties.A_view_that_cannot_shuffle_says_so_and_keeps_its_order))]
    [InlineData(nameof(Defect.NeedsARow), nameof(CursorProperties.No_rows_give_no_rows))]
    [InlineData(nameof(Defect.TakesAnyColumn), nameof(RejectionProperties.A_column_of_another_type_is_named_with_both_types))]
    [InlineData(nameof(Defect.NamesNoColumn), nameof(RejectionProperties.A_missing_column_is_named))]
    [InlineData(nameof(Defect.TakesAnyValue), nameof(RejectionProperties.A_value_that_is_no_count_is_named_with_its_place))]
    [InlineData(nameof(Defect.TakesNull), nameof(RejectionProperties.Null_is_refused_by_name))]
    [InlineData(nameof(Defect.LeavesItsInputOpen), nameof(LifetimeProperties.A_disposed_cursor_has_no_rows_and_has_closed_its_input))]
    [InlineData(nameof(Defect.GoesOnAfterDispose), nameof(LifetimeProperties.A_disposed_cursor_has_no_rows_and_has_closed_its_input))]
    [InlineData(nameof(Defect.CannotBeDisposedTwice), nameof(LifetimeProperties.A_transformer_may_be_disposed_twice_and_then_says_so))]
    [InlineData(nameof(Defect.ForgetsThatItIsDisposed), nameof(LifetimeProperties.A_transformer_disposed_under_its_reader_says_so))]
    [InlineData(nameof(Defect.RowsDifferFromCursors), nameof(MapperProperties.Rows_are_mapped_as_views_are))]
    [InlineData(nameof(Defect.RowsNeedEverything), nameof(MapperProperties.Dependencies_are_enough_and_no_more))]
    [InlineData(nameof(Defect.IgnoresTheToken), nameof(CancellationProperties.A_token_cancelled_meanwhile_stops_the_work))]
    [InlineData(nameof(Defect.WrapsErrors), nameof(FailureProperties.An_input_that_fails_on_its_way_is_reported_as_it_is))]
    [InlineData(nameof(Defect.ReadsTheFirstColumnOfThatName), nameof(SchemaProperties.Of_two_columns_of_counts_the_visible_one_is_read))]
    [InlineData(nameof(Defect.DependsOnEarlierRows), nameof(CursorProperties.Rows_may_be_skipped_and_getters_made_late))]
    [InlineData(nameof(Defect.DrawsAnewForEachCursor), nameof(CursorProperties.Cursors_one_after_the_other_give_the_same))]
    [InlineData(nameof(Defect.HasTwoSchemas), nameof(SchemaProperties.Transform_has_the_schema_of_GetOutputSchema))]
    [InlineData(nameof(Defect.HasTwoSchemas), nameof(MapperProperties.A_mapper_has_the_schema_of_its_rows))]
    [InlineData(nameof(Defect.MapsAnyRow), nameof(MapperProperties.A_row_of_another_schema_is_refused))]
    public void A_defect_is_found(string defect, string property) =>
        Assert.NotNull(Record.Exception(() => EstimatorConformance.Check(Subject(Enum.Parse<Defect>(defect)), property)));

    private static ConformanceSubject Subject(Defect defect) => new($"{defect}")
    {
        Estimator = token => new DoublingEstimator(defect, token),
        Transformer = () => new DoublingTransformer(defect),
        Disposable = () => new DoublingTransformer(defect),
    };
}
