namespace TorchSharp;

public static class TensorExtensionMethods
{
    public static float ToSingle(this torch.Tensor value) => (float)value.ToReal();

    public static double ToDouble(this torch.Tensor value) => value.ToReal();

    public static long ToInt64(this torch.Tensor value) => value.ToInteger();
}
