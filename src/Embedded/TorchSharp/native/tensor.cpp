// Tensors: making them, reading them, and the operations on them.
#include "shim.h"

#include <algorithm>

EXPORT void unetfill_free(Handle handle) { delete handle; }

// ---- Making

EXPORT Handle unetfill_from_data(const void* data, int32_t data_type, const int64_t* sizes, int32_t rank, int32_t type, int32_t device,
                                 int32_t index, bool requires_grad) {
    return tensor_of([&] {
        auto source = torch::from_blob(const_cast<void*>(data), sizes_of(sizes, rank), static_cast<torch::ScalarType>(data_type));
        // The array belongs to .NET: always copy.
        auto tensor = source.to(options_of(type < 0 ? data_type : type, device, index, false), false, true);
        return tensor.set_requires_grad(requires_grad);
    });
}

#define FACTORY(name)                                                                                                          \
    EXPORT Handle unetfill_##name(const int64_t* sizes, int32_t rank, int32_t type, int32_t device, int32_t index,            \
                                  bool requires_grad) {                                                                        \
        return tensor_of([&] { return torch::name(sizes_of(sizes, rank), options_of(type, device, index, requires_grad)); });  \
    }
FACTORY(empty)
FACTORY(zeros)
FACTORY(ones)

#define RANDOM_FACTORY(name)                                                                                        \
    EXPORT Handle unetfill_##name(const int64_t* sizes, int32_t rank, at::Generator* generator, int32_t type,       \
                                  int32_t device, int32_t index, bool requires_grad) {                              \
        return tensor_of([&] {                                                                                      \
            auto options = options_of(type, device, index, requires_grad);                                          \
            return generator ? torch::name(sizes_of(sizes, rank), *generator, options)                              \
                             : torch::name(sizes_of(sizes, rank), options);                                         \
        });                                                                                                         \
    }
RANDOM_FACTORY(rand)
RANDOM_FACTORY(randn)

EXPORT Handle unetfill_full(const int64_t* sizes, int32_t rank, Number value, int32_t type, int32_t device, int32_t index,
                            bool requires_grad) {
    return tensor_of(
        [&] { return torch::full(sizes_of(sizes, rank), value.scalar(), options_of(type, device, index, requires_grad)); });
}

EXPORT Handle unetfill_full_like(Handle self, Number value, int32_t type, int32_t device, int32_t index, bool requires_grad) {
    return tensor_of([&] {
        auto options = options_of(type < 0 ? static_cast<int32_t>(self->scalar_type()) : type, device, index, requires_grad);
        return torch::full_like(*self, value.scalar(), options);
    });
}

EXPORT Handle unetfill_cat(const Handle* handles, int32_t count, int64_t dim) {
    return tensor_of([&] { return torch::cat(tensors_of(handles, count), dim); });
}

EXPORT Handle unetfill_stack(const Handle* handles, int32_t count, int64_t dim) {
    return tensor_of([&] { return torch::stack(tensors_of(handles, count), dim); });
}

// ---- Reading

EXPORT int64_t unetfill_rank(Handle self) { return self->dim(); }
EXPORT int64_t unetfill_count(Handle self) { return self->numel(); }
EXPORT int32_t unetfill_type(Handle self) { return static_cast<int32_t>(self->scalar_type()); }
EXPORT int64_t unetfill_element_size(Handle self) { return static_cast<int64_t>(self->element_size()); }
EXPORT int32_t unetfill_device_type(Handle self) { return static_cast<int32_t>(self->device().type()); }
EXPORT int32_t unetfill_device_index(Handle self) { return self->device().index(); }
EXPORT void unetfill_shape(Handle self, int64_t* sizes) { std::copy_n(self->sizes().data(), self->dim(), sizes); }

EXPORT void unetfill_strides(Handle self, int64_t* strides) { std::copy_n(self->strides().data(), self->dim(), strides); }

// Valid for as long as the tensor lives; null for a tensor without elements.
EXPORT void* unetfill_data(Handle self) { return self->data_ptr(); }

EXPORT bool unetfill_is_contiguous(Handle self) { return self->is_contiguous(); }

EXPORT bool unetfill_allclose(Handle self, Handle other, double rtol, double atol, bool equal_nan, bool* result) {
    return guarded([&] { *result = torch::allclose(*self, *other, rtol, atol, equal_nan); });
}

EXPORT bool unetfill_equal(Handle self, Handle other, bool* result) {
    return guarded([&] { *result = torch::equal(*self, *other); });
}

EXPORT bool unetfill_item(Handle self, double* value) {
    return guarded([&] { *value = self->item<double>(); });
}

EXPORT bool unetfill_item_integer(Handle self, int64_t* value) {
    return guarded([&] { *value = self->item<int64_t>(); });
}

// ---- Gradients

EXPORT bool unetfill_requires_grad(Handle self) { return self->requires_grad(); }

EXPORT bool unetfill_set_requires_grad(Handle self, bool value) {
    return guarded([&] { self->set_requires_grad(value); });
}

// Null both where there is no gradient and where it failed; the error text tells them apart.
EXPORT Handle unetfill_grad(Handle self) {
    Handle result = nullptr;
    guarded([&] {
        const auto& grad = self->grad();
        if (grad.defined()) result = new torch::Tensor(grad);
    });
    return result;
}

EXPORT bool unetfill_set_grad(Handle self, Handle value) {
    return guarded([&] { self->mutable_grad() = tensor_or_none(value); });
}

EXPORT bool unetfill_backward(Handle self) {
    return guarded([&] { self->backward(); });
}

// Moves a parameter or buffer, and its gradient, to another device or type without replacing the tensor.
EXPORT bool unetfill_move(Handle self, int32_t type, int32_t device, int32_t index) {
    return guarded([&] {
        torch::NoGradGuard guard;
        auto moved = [&](const torch::Tensor& tensor) {
            auto kind = tensor.is_floating_point() ? type_or_none(type).value_or(tensor.scalar_type()) : tensor.scalar_type();
            return tensor.to(device < 0 ? tensor.device() : device_of(device, index), kind);
        };
        auto grad = self->grad();
        if (grad.defined()) self->mutable_grad() = torch::Tensor();
        self->set_data(moved(self->detach()));
        if (grad.defined()) self->mutable_grad() = moved(grad);
    });
}

// ---- Elementwise

#define UNARY(name) \
    EXPORT Handle unetfill_##name(Handle self) { return tensor_of([&] { return self->name(); }); }
UNARY(abs)
UNARY(alias)
UNARY(clone)
UNARY(contiguous)
UNARY(pin_memory)
UNARY(detach)
UNARY(exp)
UNARY(lgamma)
UNARY(log)
UNARY(log1p)
UNARY(neg)
UNARY(relu)
UNARY(sigmoid)
UNARY(sqrt)
UNARY(t)
UNARY(max)
UNARY(mean)

#define BINARY(name) \
    EXPORT Handle unetfill_##name(Handle self, Handle other) { return tensor_of([&] { return self->name(*other); }); }
BINARY(masked_select)
BINARY(matmul)
BINARY(maximum)
BINARY(mm)

#define BINARY_OR_NUMBER(name)                                                                                      \
    BINARY(name)                                                                                                    \
    EXPORT Handle unetfill_##name##_number(Handle self, Number other) {                                             \
        return tensor_of([&] { return self->name(other.scalar()); });                                               \
    }
BINARY_OR_NUMBER(add)
BINARY_OR_NUMBER(sub)
BINARY_OR_NUMBER(mul)
BINARY_OR_NUMBER(div)
BINARY_OR_NUMBER(pow)
BINARY_OR_NUMBER(eq)
BINARY_OR_NUMBER(ne)
BINARY_OR_NUMBER(gt)
BINARY_OR_NUMBER(ge)
BINARY_OR_NUMBER(lt)
BINARY_OR_NUMBER(le)

// The number on the left of an operator.
EXPORT Handle unetfill_rsub(Handle self, Number left) {
    return tensor_of([&] { return torch::rsub(*self, left.scalar()); });
}

EXPORT Handle unetfill_rdiv(Handle self, Number left) {
    return tensor_of([&] { return self->reciprocal().mul(left.scalar()); });
}

#define IN_PLACE_OR_NUMBER(name)                                                                                        \
    EXPORT bool unetfill_##name##_in_place(Handle self, Handle other) { return guarded([&] { self->name##_(*other); }); } \
    EXPORT bool unetfill_##name##_number_in_place(Handle self, Number other) {                                          \
        return guarded([&] { self->name##_(other.scalar()); });                                                         \
    }
IN_PLACE_OR_NUMBER(add)
IN_PLACE_OR_NUMBER(sub)
IN_PLACE_OR_NUMBER(mul)

EXPORT bool unetfill_relu_in_place(Handle self) {
    return guarded([&] { self->relu_(); });
}

EXPORT bool unetfill_sigmoid_in_place(Handle self) {
    return guarded([&] { self->sigmoid_(); });
}

EXPORT bool unetfill_fill(Handle self, Number value) {
    return guarded([&] { self->fill_(value.scalar()); });
}

EXPORT bool unetfill_copy(Handle self, Handle source, bool non_blocking) {
    return guarded([&] { self->copy_(*source, non_blocking); });
}

EXPORT Handle unetfill_clamp(Handle self, Number min, Number max) {
    return tensor_of([&] { return self->clamp(min.optional(), max.optional()); });
}

EXPORT Handle unetfill_where(Handle condition, Handle self, Handle other) {
    return tensor_of([&] { return torch::where(*condition, *self, *other); });
}

EXPORT Handle unetfill_masked_fill(Handle self, Handle mask, Number value) {
    return tensor_of([&] { return self->masked_fill(*mask, value.scalar()); });
}

EXPORT Handle unetfill_to(Handle self, int32_t type, int32_t device, int32_t index, bool copy, bool non_blocking) {
    return tensor_of([&] {
        auto where = device < 0 ? self->device() : device_of(device, index);
        return self->to(where, type_or_none(type).value_or(self->scalar_type()), non_blocking, copy);
    });
}

// ---- Reductions

EXPORT Handle unetfill_sum(Handle self, int32_t type) {
    return tensor_of([&] { return self->sum(type_or_none(type)); });
}

EXPORT Handle unetfill_sum_over(Handle self, const int64_t* dims, int32_t count, bool keepdim, int32_t type) {
    return tensor_of([&] { return self->sum(sizes_of(dims, count), keepdim, type_or_none(type)); });
}

EXPORT Handle unetfill_mean_over(Handle self, const int64_t* dims, int32_t count, bool keepdim, int32_t type) {
    return tensor_of([&] { return self->mean(sizes_of(dims, count), keepdim, type_or_none(type)); });
}

// ---- Shape

EXPORT Handle unetfill_reshape(Handle self, const int64_t* sizes, int32_t count) {
    return tensor_of([&] { return self->reshape(sizes_of(sizes, count)); });
}

EXPORT Handle unetfill_view(Handle self, const int64_t* sizes, int32_t count) {
    return tensor_of([&] { return self->view(sizes_of(sizes, count)); });
}

EXPORT Handle unetfill_expand(Handle self, const int64_t* sizes, int32_t count) {
    return tensor_of([&] { return self->expand(sizes_of(sizes, count)); });
}

EXPORT Handle unetfill_permute(Handle self, const int64_t* dims, int32_t count) {
    return tensor_of([&] { return self->permute(sizes_of(dims, count)); });
}

EXPORT Handle unetfill_transpose(Handle self, int64_t dim0, int64_t dim1) {
    return tensor_of([&] { return self->transpose(dim0, dim1); });
}

EXPORT Handle unetfill_unsqueeze(Handle self, int64_t dim) {
    return tensor_of([&] { return self->unsqueeze(dim); });
}

EXPORT Handle unetfill_squeeze(Handle self) {
    return tensor_of([&] { return self->squeeze(); });
}

EXPORT Handle unetfill_squeeze_dim(Handle self, int64_t dim) {
    return tensor_of([&] { return self->squeeze(dim); });
}

EXPORT Handle unetfill_narrow(Handle self, int64_t dim, int64_t start, int64_t length) {
    return tensor_of([&] { return self->narrow(dim, start, length); });
}

EXPORT Handle unetfill_select(Handle self, int64_t dim, int64_t index) {
    return tensor_of([&] { return self->select(dim, index); });
}

EXPORT Handle unetfill_index_select(Handle self, int64_t dim, Handle index) {
    return tensor_of([&] { return self->index_select(dim, *index); });
}

EXPORT Handle unetfill_gather(Handle self, int64_t dim, Handle index) {
    return tensor_of([&] { return self->gather(dim, *index); });
}
