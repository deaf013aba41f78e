#pragma once

#include <exception>
#include <string>

#include "orbbench/service/http.hpp"

namespace orbbench::service {

/// The reply to an error, in the one form that all of them have.
Reply to_reply(const HttpError& error, const std::string& correlation_id);

/// What a handler threw, as an error for the client. What is none of the known exceptions is logged
/// and becomes 500 INTERNAL_ERROR without its text.
HttpError to_http_error(std::exception_ptr thrown);

/// An error that the HTTP layer finds by itself, by its status.
HttpError protocol_error(int status);

}  // namespace orbbench::service
