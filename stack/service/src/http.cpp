#include "orbbench/service/http.hpp"

#include <charconv>
#include <utility>

#include "error_reply.hpp"

namespace orbbench::service {
namespace {

// A parser that recurses must not be handed a million brackets.
constexpr int kDeepestNesting = 64;

HttpError invalid_json(const char* message) {
  return {400, "INVALID_JSON", "Invalid JSON", message};
}

bool is_too_deep(const std::string& text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    if (in_string) {
      i += letter == '\\' ? 1 : 0;
      in_string = letter != '"';
    } else if (letter == '"') {
      in_string = true;
    } else if (letter == '{' || letter == '[') {
      if (++depth > kDeepestNesting) {
        return true;
      }
    } else if (letter == '}' || letter == ']') {
      --depth;
    }
  }
  return false;
}

}  // namespace

const char* to_string(Method method) {
  switch (method) {
    case Method::Get:
      return "GET";
    case Method::Post:
      return "POST";
    case Method::Put:
      return "PUT";
    case Method::Patch:
      return "PATCH";
    case Method::Delete:
      return "DELETE";
  }
  return "";
}

nlohmann::json Request::json() const {
  if (is_too_deep(body)) {
    throw invalid_json("the body is nested too deeply");
  }
  auto value = nlohmann::json::parse(body, nullptr, false);
  if (value.is_discarded()) {
    throw invalid_json("the body is no JSON text");
  }
  if (!value.is_object()) {
    throw invalid_json("the body is no JSON object");
  }
  return value;
}

std::int64_t Request::id(std::size_t capture) const {
  const std::string& text = captures.at(capture);
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value < 1) {
    throw protocol_error(404);
  }
  return value;
}

Reply Reply::json(int status, const nlohmann::json& body) {
  // What came from a client or a file name may be no UTF-8; a reply must be.
  return {status, "application/json",
          body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

Reply Reply::empty(int status) {
  return {status, "", ""};
}

HttpError::HttpError(int status, std::string code, std::string error, std::string message,
                     nlohmann::json fields, Headers headers)
    : std::runtime_error(error),
      status_(status),
      code_(std::move(code)),
      error_(std::move(error)),
      message_(std::move(message)),
      fields_(std::move(fields)),
      headers_(std::move(headers)) {
  if (!fields_.is_object()) {
    fields_ = nlohmann::json::object();
  }
}

}  // namespace orbbench::service
