// Errors, threads, devices, random numbers, gradient mode.
#include "shim.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <c10/util/Logging.h>

namespace {
thread_local std::string last_error;
thread_local std::string fetched_error;

// A C++ stack trace takes libtorch milliseconds to write and says nothing to a .NET caller.
const bool without_stack_traces = [] {
    c10::SetStackTraceFetcher([] { return std::string(); });
    return true;
}();
}  // namespace

void remember_error(std::string message) { last_error = std::move(message); }

// The text stays valid until the next failure on this thread is fetched; null where nothing failed.
EXPORT const char* unetfill_error() {
    if (last_error.empty()) return nullptr;
    fetched_error = std::move(last_error);
    last_error.clear();
    return fetched_error.c_str();
}

EXPORT bool unetfill_set_num_threads(int32_t count) {
    return guarded([&] { at::set_num_threads(count); });
}

EXPORT int32_t unetfill_get_num_threads() { return at::get_num_threads(); }

EXPORT bool unetfill_cuda_is_available() { return torch::cuda::is_available(); }

EXPORT int32_t unetfill_cuda_device_count() { return static_cast<int32_t>(torch::cuda::device_count()); }

EXPORT bool unetfill_is_grad_enabled() { return at::GradMode::is_enabled(); }

EXPORT void unetfill_set_grad_enabled(bool enabled) { at::GradMode::set_enabled(enabled); }

EXPORT at::Generator* unetfill_manual_seed(int64_t seed) {
    at::Generator* result = nullptr;
    guarded([&] {
        torch::manual_seed(static_cast<uint64_t>(seed));
        result = new at::Generator(at::detail::getDefaultCPUGenerator());
    });
    return result;
}

EXPORT at::Generator* unetfill_generator_new(uint64_t seed) {
    at::Generator* result = nullptr;
    guarded([&] { result = new at::Generator(at::detail::createCPUGenerator(seed)); });
    return result;
}

EXPORT bool unetfill_generator_seed(at::Generator* generator, int64_t seed) {
    return guarded([&] { generator->set_current_seed(static_cast<uint64_t>(seed)); });
}

EXPORT void unetfill_generator_free(at::Generator* generator) { delete generator; }
