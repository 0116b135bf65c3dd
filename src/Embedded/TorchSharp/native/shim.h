// What every exported function shares: handles, errors, scalars, sizes.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))

// A handle owns one reference to a tensor; null stands for "no tensor".
using Handle = torch::Tensor*;

// The text of the last failure on this thread, fetched (and cleared) by unetfill_error.
void remember_error(std::string message);

template <typename Action>
bool guarded(Action&& action) noexcept {
    try {
        action();
        return true;
    } catch (const c10::Error& error) {
        remember_error(error.what_without_backtrace());
    } catch (const std::exception& error) {
        remember_error(error.what());
    } catch (...) {
        remember_error("libtorch failed without saying why");
    }
    return false;
}

// A new handle for the tensor that the function makes; null where it failed.
template <typename Function>
Handle tensor_of(Function&& function) noexcept {
    Handle result = nullptr;
    guarded([&] { result = new torch::Tensor(function()); });
    return result;
}

// A number from .NET: kept apart by kind, so that an integer does not turn an integer tensor into a float one.
struct Number {
    int32_t kind;  // 0 floating point, 1 integer, 2 boolean, -1 absent
    int64_t integer;
    double real;

    at::Scalar scalar() const {
        switch (kind) {
            case 0: return real;
            case 1: return integer;
            default: return integer != 0;
        }
    }

    c10::optional<at::Scalar> optional() const {
        return kind < 0 ? c10::optional<at::Scalar>() : c10::optional<at::Scalar>(scalar());
    }
};

inline at::IntArrayRef sizes_of(const int64_t* values, int32_t count) {
    return at::IntArrayRef(values, static_cast<size_t>(count));
}

inline torch::Tensor tensor_or_none(Handle handle) { return handle ? *handle : torch::Tensor(); }

inline std::vector<torch::Tensor> tensors_of(const Handle* handles, int32_t count) {
    std::vector<torch::Tensor> tensors;
    tensors.reserve(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; i++) tensors.push_back(*handles[i]);
    return tensors;
}

inline torch::Device device_of(int32_t type, int32_t index) {
    return torch::Device(static_cast<torch::DeviceType>(type), static_cast<torch::DeviceIndex>(index));
}

// A negative type stands for "not given".
inline c10::optional<torch::ScalarType> type_or_none(int32_t type) {
    return type < 0 ? c10::optional<torch::ScalarType>()
                    : c10::optional<torch::ScalarType>(static_cast<torch::ScalarType>(type));
}

inline torch::TensorOptions options_of(int32_t type, int32_t device, int32_t index, bool requires_grad) {
    return torch::TensorOptions().dtype(type_or_none(type)).device(device_of(device, index)).requires_grad(requires_grad);
}
