#pragma once

#include <functional>

#include "orbbench/orb_client/errors.hpp"
#include "orbbench/service/http.hpp"

namespace orbbench::widget_core {

/// A failed call of the core as an HTTP client is told of it.
service::HttpError http_error_of(const orb_client::CallError& error);

/// Runs `work`; what it throws of the ORB's leaves as HttpError.
template <class Work>
auto translating_call_errors(Work&& work) -> std::invoke_result_t<Work&> {
  try {
    return work();
  } catch (const orb_client::CallError& error) {
    throw http_error_of(error);
  }
}

/// Whether nothing was changed in the core by that call, whatever it was to do.
bool did_not_run(const orb_client::CallError& error);

bool is_remote(const orb_client::CallError& error, const char* exception);

}  // namespace orbbench::widget_core
