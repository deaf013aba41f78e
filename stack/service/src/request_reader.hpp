#pragma once

#include <httplib.h>

#include <chrono>
#include <cstddef>
#include <string>

#include "orbbench/service/http.hpp"

namespace orbbench::service {

/// Reads the body, if there is one. Throws HttpError 413 where it is longer than `max_octets`, 400
/// where it is encoded or cut off; the connection cannot be used again then.
std::string read_body(const httplib::Request& request, const httplib::ContentReader& reader,
                      std::size_t max_octets);

/// What X-Request-Timeout-Ms asks for, at most `longest`; the default without it. Throws HttpError
/// 400 for what is no positive integer.
std::chrono::milliseconds read_budget(const httplib::Request& request,
                                      std::chrono::milliseconds otherwise,
                                      std::chrono::milliseconds longest);

/// Nothing where the identity headers are all absent. Throws HttpError 400 where only some are
/// there, or one cannot be: acting for the trusted network instead would be a way round them.
std::optional<Caller> read_caller(const httplib::Request& request);

}  // namespace orbbench::service
