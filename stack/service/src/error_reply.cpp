#include "error_reply.hpp"

#include <strings.h>
#include <algorithm>
#include <utility>

#include "orbbench/service/database_pool.hpp"
#include "orbbench/service/log.hpp"
#include "orbbench/service/redis_pool.hpp"

namespace orbbench::service {
namespace {

constexpr const char* kRetryAfter = "Retry-After";

bool has_header(const Headers& headers, const char* name) {
  return std::ranges::any_of(
      headers, [&](const auto& header) { return strcasecmp(header.first.c_str(), name) == 0; });
}

HttpError internal_error() {
  return {500, "INTERNAL_ERROR", "Internal error", "the service failed; its log says why"};
}

}  // namespace

Reply to_reply(const HttpError& error, const std::string& correlation_id) {
  nlohmann::json body = error.fields();
  body["error"] = error.error();
  body["code"] = error.code();
  body["message"] = error.message().empty() ? error.error() : error.message();
  body["correlation_id"] = correlation_id;
  Reply reply = Reply::json(error.status(), body);
  reply.headers = error.headers();
  if ((error.status() == 503 || error.status() == 429) && !has_header(reply.headers, kRetryAfter)) {
    reply.headers.emplace_back(kRetryAfter, "1");
  }
  return reply;
}

HttpError to_http_error(std::exception_ptr thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const HttpError& error) {
    return error;
  } catch (const CommitUnknown& error) {
    log(LogLevel::Error, "commit_unknown", {{"detail", error.what()}});
    return {503, "DATABASE_UNAVAILABLE", "Database unavailable",
            "the connection was lost during the commit: whether it took place is not known"};
  } catch (const DatabaseUnavailable& error) {
    log(LogLevel::Warning, "database_unavailable", {{"detail", error.what()}});
    return {503, "DATABASE_UNAVAILABLE", "Database unavailable", "nothing was changed"};
  } catch (const RedisUnavailable& error) {
    log(LogLevel::Warning, "cache_unavailable", {{"detail", error.what()}});
    return {503, "CACHE_UNAVAILABLE", "Cache unavailable", "the cache cannot be reached"};
  } catch (const std::exception& error) {
    log(LogLevel::Error, "handler_failed", {{"detail", error.what()}});
    return internal_error();
  }
}

HttpError protocol_error(int status) {
  switch (status) {
    case 404:
      return {404, "NOT_FOUND", "Not found", "there is nothing under this path"};
    case 413:
      return {413, "PAYLOAD_TOO_LARGE", "Payload too large", "the body is longer than is taken"};
    case 414:
      return {414, "URI_TOO_LONG", "URI too long", "a request's first line may have 8192 octets"};
    case 416:
      return {416, "RANGE_NOT_SATISFIABLE", "Range not satisfiable", "ranges are not served"};
    case 500:
      return internal_error();
    default:
      return {400, "BAD_REQUEST", "Bad request", "this is no HTTP/1.1 request"};
  }
}

}  // namespace orbbench::service
