// What modules, losses, initialisation and the optimizer need.
#include "shim.h"

#include <cmath>

EXPORT Handle unetfill_conv2d(Handle input, Handle weight, Handle bias, const int64_t* stride, const int64_t* padding,
                              const int64_t* dilation, int64_t groups) {
    return tensor_of([&] {
        return torch::conv2d(*input, *weight, tensor_or_none(bias), sizes_of(stride, 2), sizes_of(padding, 2), sizes_of(dilation, 2),
                             groups);
    });
}

EXPORT Handle unetfill_conv2d_named_padding(Handle input, Handle weight, Handle bias, const int64_t* stride, bool same,
                                            const int64_t* dilation, int64_t groups) {
    return tensor_of([&] {
        return torch::conv2d(*input, *weight, tensor_or_none(bias), sizes_of(stride, 2), same ? "same" : "valid", sizes_of(dilation, 2),
                             groups);
    });
}

EXPORT Handle unetfill_conv_transpose2d(Handle input, Handle weight, Handle bias, const int64_t* stride, const int64_t* padding,
                                        const int64_t* output_padding, const int64_t* dilation, int64_t groups) {
    return tensor_of([&] {
        return torch::conv_transpose2d(*input, *weight, tensor_or_none(bias), sizes_of(stride, 2), sizes_of(padding, 2),
                                       sizes_of(output_padding, 2), groups, sizes_of(dilation, 2));
    });
}

EXPORT Handle unetfill_linear(Handle input, Handle weight, Handle bias) {
    return tensor_of([&] { return torch::linear(*input, *weight, tensor_or_none(bias)); });
}

// One size of padding on each side, in PyTorch's order: the last dimension first.
EXPORT Handle unetfill_pad(Handle input, const int64_t* padding, int32_t count, int32_t mode) {
    return tensor_of([&] {
        auto sizes = sizes_of(padding, count);
        switch (mode) {
            case 1: return torch::reflection_pad2d(*input, sizes);
            case 2: return torch::replication_pad2d(*input, sizes);
            case 3: return torch::nn::functional::pad(*input, torch::nn::functional::PadFuncOptions(sizes.vec()).mode(torch::kCircular));
            default: return torch::constant_pad_nd(*input, sizes);
        }
    });
}

EXPORT Handle unetfill_max_pool2d(Handle input, const int64_t* kernel, const int64_t* stride, const int64_t* padding,
                                  const int64_t* dilation, bool ceil_mode) {
    return tensor_of([&] {
        return torch::max_pool2d(*input, sizes_of(kernel, 2), sizes_of(stride, 2), sizes_of(padding, 2), sizes_of(dilation, 2), ceil_mode);
    });
}

EXPORT Handle unetfill_batch_norm(Handle input, Handle weight, Handle bias, Handle running_mean, Handle running_var, bool training,
                                  double momentum, double eps) {
    return tensor_of([&] {
        return torch::batch_norm(*input, tensor_or_none(weight), tensor_or_none(bias), tensor_or_none(running_mean),
                                 tensor_or_none(running_var), training, momentum, eps, true);
    });
}

EXPORT Handle unetfill_dropout2d(Handle input, double p, bool training, bool in_place) {
    return tensor_of([&] {
        return torch::nn::functional::dropout2d(
            *input, torch::nn::functional::Dropout2dFuncOptions().p(p).training(training).inplace(in_place));
    });
}

EXPORT Handle unetfill_softplus(Handle input, double beta, double threshold) {
    return tensor_of([&] { return torch::softplus(*input, beta, threshold); });
}

// The reduction is ATen's: 0 none, 1 mean, 2 sum.
EXPORT Handle unetfill_mse_loss(Handle input, Handle target, int64_t reduction) {
    return tensor_of([&] { return torch::mse_loss(*input, *target, reduction); });
}

EXPORT Handle unetfill_l1_loss(Handle input, Handle target, int64_t reduction) {
    return tensor_of([&] { return torch::l1_loss(*input, *target, reduction); });
}

EXPORT bool unetfill_uniform(Handle self, double low, double high, at::Generator* generator) {
    return guarded([&] {
        torch::NoGradGuard guard;
        self->uniform_(low, high, generator ? c10::optional<at::Generator>(*generator) : c10::nullopt);
    });
}

EXPORT bool unetfill_normal(Handle self, double mean, double std, at::Generator* generator) {
    return guarded([&] {
        torch::NoGradGuard guard;
        self->normal_(mean, std, generator ? c10::optional<at::Generator>(*generator) : c10::nullopt);
    });
}

EXPORT bool unetfill_kaiming_uniform(Handle self, double a, bool fan_out, bool leaky) {
    return guarded([&] {
        torch::nn::init::FanModeType mode = torch::kFanIn;
        if (fan_out) mode = torch::kFanOut;
        torch::nn::init::NonlinearityType nonlinearity = torch::kReLU;
        if (leaky) nonlinearity = torch::kLeakyReLU;
        torch::nn::init::kaiming_uniform_(*self, a, mode, nonlinearity);
    });
}

EXPORT bool unetfill_constant(Handle self, Number value) {
    return guarded([&] { torch::nn::init::constant_(*self, value.scalar()); });
}

EXPORT bool unetfill_clip_grad_norm(const Handle* parameters, int32_t count, double max_norm, double norm_type, double* norm) {
    return guarded([&] { *norm = torch::nn::utils::clip_grad_norm_(tensors_of(parameters, count), max_norm, norm_type); });
}

EXPORT bool unetfill_clip_grad_value(const Handle* parameters, int32_t count, double value) {
    return guarded([&] { torch::nn::utils::clip_grad_value_(tensors_of(parameters, count), value); });
}

EXPORT bool unetfill_zero_grad(const Handle* parameters, int32_t count) {
    return guarded([&] {
        for (int32_t i = 0; i < count; i++) {
            auto& grad = parameters[i]->mutable_grad();
            if (grad.defined()) grad = grad.detach().zero_();
        }
    });
}

// One step of Adam (Kingma & Ba 2015) on one parameter, operation by operation as in PyTorch, so that traces agree.
EXPORT bool unetfill_adam_step(Handle parameter, Handle exp_avg, Handle exp_avg_sq, Handle max_exp_avg_sq, int64_t step, double lr,
                               double beta1, double beta2, double eps, double weight_decay, bool maximize) {
    return guarded([&] {
        torch::NoGradGuard guard;
        auto grad = parameter->grad();
        if (maximize) grad = grad.neg();
        if (weight_decay != 0) grad = grad.add(*parameter, weight_decay);

        exp_avg->mul_(beta1).add_(grad, 1 - beta1);
        exp_avg_sq->mul_(beta2).addcmul_(grad, grad, 1 - beta2);

        auto bias_correction1 = 1 - std::pow(beta1, static_cast<double>(step));
        auto bias_correction2 = 1 - std::pow(beta2, static_cast<double>(step));
        auto second_moment = *exp_avg_sq;
        if (max_exp_avg_sq) {
            torch::maximum_out(*max_exp_avg_sq, *max_exp_avg_sq, *exp_avg_sq);
            second_moment = *max_exp_avg_sq;
        }
        auto denominator = (second_moment.sqrt() / std::sqrt(bias_correction2)).add_(eps);
        parameter->addcdiv_(*exp_avg, denominator, -lr / bias_correction1);
    });
}

// One step of RMSprop (Hinton 2012) on one parameter, operation by operation as in PyTorch, so that traces agree.
EXPORT bool unetfill_rmsprop_step(Handle parameter, Handle square_avg, Handle grad_avg, Handle momentum_buffer, double lr, double alpha,
                                  double eps, double weight_decay, double momentum, bool maximize) {
    return guarded([&] {
        torch::NoGradGuard guard;
        auto grad = parameter->grad();
        if (maximize) grad = grad.neg();
        if (weight_decay != 0) grad = grad.add(*parameter, weight_decay);

        square_avg->mul_(alpha).addcmul_(grad, grad, 1 - alpha);
        auto variance = *square_avg;
        if (grad_avg) {
            grad_avg->mul_(alpha).add_(grad, 1 - alpha);
            variance = square_avg->addcmul(*grad_avg, *grad_avg, -1);
        }
        auto denominator = variance.sqrt().add_(eps);
        if (momentum_buffer) {
            momentum_buffer->mul_(momentum).addcdiv_(grad, denominator);
            parameter->add_(*momentum_buffer, -lr);
        } else {
            parameter->addcdiv_(grad, denominator, -lr);
        }
    });
}
