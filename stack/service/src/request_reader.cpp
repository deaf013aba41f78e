#include "request_reader.hpp"

#include <strings.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "error_reply.hpp"

namespace orbbench::service {
namespace {

constexpr const char* kTimeoutHeader = "X-Request-Timeout-Ms";

HttpError invalid_header(const std::string& name, const std::string& message) {
  return {400, "VALIDATION_FAILED", "Invalid header", message, {{"invalidFields", {name}}}};
}

std::optional<std::int64_t> to_integer(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

bool is_chunked(const httplib::Request& request) {
  return strcasecmp(request.get_header_value("Transfer-Encoding").c_str(), "chunked") == 0;
}

// A compressed body can be a thousand times as long as what came over the wire, and a multipart one
// is no JSON.
void refuse_encodings(const httplib::Request& request) {
  const std::string encoding = request.get_header_value("Content-Encoding");
  if (!encoding.empty() && strcasecmp(encoding.c_str(), "identity") != 0) {
    throw invalid_header("Content-Encoding", "bodies are taken as they are, not compressed");
  }
  if (request.is_multipart_form_data()) {
    throw invalid_header("Content-Type", "bodies are JSON, not multipart/form-data");
  }
  if (request.has_header("Transfer-Encoding") && !is_chunked(request)) {
    throw invalid_header("Transfer-Encoding", "chunked is the only transfer encoding");
  }
}

std::size_t announced_octets(const httplib::Request& request) {
  const auto length = to_integer(request.get_header_value("Content-Length"));
  if (!length || *length < 0) {
    throw invalid_header("Content-Length", "a length is a number of octets");
  }
  return static_cast<std::size_t>(*length);
}

std::int64_t read_identity(const httplib::Request& request, const char* name, std::int64_t least) {
  const auto value = to_integer(request.get_header_value(name));
  if (!value || *value < least) {
    throw invalid_header(name, std::string(name) + " is no id");
  }
  return *value;
}

}  // namespace

std::string read_body(const httplib::Request& request, const httplib::ContentReader& reader,
                      std::size_t max_octets) {
  refuse_encodings(request);
  const bool announced = request.has_header("Content-Length");
  if (!announced && !is_chunked(request)) {
    return {};  // RFC 9112, 6.3: no body. The library would read on until the connection ends.
  }
  if (announced && announced_octets(request) > max_octets) {
    throw protocol_error(413);
  }
  std::string body;
  bool too_long = false;
  const bool complete = reader([&](const char* data, std::size_t size) {
    too_long = body.size() + size > max_octets;
    if (!too_long) {
      body.append(data, size);
    }
    return !too_long;
  });
  if (too_long) {
    throw protocol_error(413);
  }
  if (!complete) {
    throw HttpError(400, "BAD_REQUEST", "Bad request", "the body did not come in whole");
  }
  return body;
}

std::chrono::milliseconds read_budget(const httplib::Request& request,
                                      std::chrono::milliseconds otherwise,
                                      std::chrono::milliseconds longest) {
  if (!request.has_header(kTimeoutHeader)) {
    return otherwise;
  }
  const auto asked = to_integer(request.get_header_value(kTimeoutHeader));
  if (!asked || *asked < 1) {
    throw invalid_header(kTimeoutHeader, "X-Request-Timeout-Ms is a number of milliseconds from 1");
  }
  return std::min(std::chrono::milliseconds(*asked), longest);
}

std::optional<Caller> read_caller(const httplib::Request& request) {
  const bool identified = request.has_header("X-User-Id") || request.has_header("X-Tenant-Id") ||
                          request.has_header("X-Role");
  if (!identified) {
    return std::nullopt;
  }
  Caller caller{read_identity(request, "X-User-Id", 1), read_identity(request, "X-Tenant-Id", 0),
                request.get_header_value("X-Role")};
  if (caller.role.empty()) {
    throw invalid_header("X-Role", "X-User-Id and X-Tenant-Id come with X-Role");
  }
  return caller;
}

}  // namespace orbbench::service
