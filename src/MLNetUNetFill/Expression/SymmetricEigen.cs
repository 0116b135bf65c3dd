namespace MLNetUNetFill.Expression;

/// <summary>Eigenvalues of a small symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, section 8.5).</summary>
internal static class SymmetricEigen
{
    /// <summary>Decomposes <c>matrix = V diag(values) V^T</c>.</summary>
    /// <param name="matrix">Symmetric; overwritten.</param>
    /// <returns>Eigenvectors as columns, and eigenvalues, largest first.</returns>
    public static (double[,] Vectors, double[] Values) Decompose(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var vectors = new double[n, n];
        double norm = 0;
        for (var i = 0; i < n; i++)
        {
            vectors[i, i] = 1;
            for (var j = 0; j < n; j++) norm += matrix[i, j] * matrix[i, j];
        }
        for (var sweep = 0; sweep < 50; sweep++)
        {
            double off = 0;
            for (var p = 0; p < n; p++)
                for (var q = p + 1; q < n; q++)
                {
                    off += matrix[p, q] * matrix[p, q];
                    if (matrix[p, q] != 0) Rotate(matrix, vectors, p, q, n);
                }
            if (off <= 1e-28 * norm) break;
        }

        var order = Enumerable.Range(0, n).OrderByDescending(i => matrix[i, i]).ToArray();
        var sorted = new double[n, n];
        for (var j = 0; j < n; j++)
            for (var i = 0; i < n; i++)
                sorted[i, j] = vectors[i, order[j]];
        return (sorted, [.. order.Select(i => Math.Max(0, matrix[i, i]))]);
    }

    /// <summary>The rotation in the plane of p and q that makes <c>matrix[p, q]</c> zero.</summary>
    private static void Rotate(double[,] matrix, double[,] vectors, int p, int q, int n)
    {
        var theta = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q]);
        var tangent = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var cosine = 1 / Math.Sqrt(tangent * tangent + 1);
        var sine = tangent * cosine;
        for (var k = 0; k < n; k++) (matrix[k, p], matrix[k, q]) = Turn(matrix[k, p], matrix[k, q]);
        for (var k = 0; k < n; k++) (matrix[p, k], matrix[q, k]) = Turn(matrix[p, k], matrix[q, k]);
        for (var k = 0; k < n; k++) (vectors[k, p], vectors[k, q]) = Turn(vectors[k, p], vectors[k, q]);

        (double, double) Turn(double a, double b) => (cosine * a - sine * b, sine * a + cosine * b);
    }
}
