using MLNetUNetFill.Cells;

namespace MLNetUNetFill.Hiding;

/// <summary>A thinned version of the training matrix and what it leaves to predict.</summary>
/// <param name="Input">The molecules kept.</param>
/// <param name="Targets">The other molecules of every entry, parallel to the matrix's entries.</param>
/// <param name="TargetLibraries">The other molecules of every cell, over all genes; 0 for a cell that would have lost all and was left whole.</param>
internal sealed record ThinnedCounts(TrainingCounts Input, float[] Targets, float[] TargetLibraries);
