#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "orbbench/service/http.hpp"
#include "orbbench/service/service_metrics.hpp"

namespace orbbench::service {

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0 for a free one
  std::size_t threads = 32;
  std::size_t queued_connections = 256;       ///< requests that wait for a thread; more: 503
  std::size_t open_connections = 768;         ///< idle ones too; at most 900
  std::size_t max_body_octets = 1024 * 1024;  ///< more: 413
  std::chrono::milliseconds default_deadline{5000};
  std::chrono::milliseconds longest_deadline{60'000};
};

/// A request that a handler was looked for, and its reply.
struct ServedRequest {
  Method method = Method::Get;
  const std::string& path;
  const std::optional<Caller>& caller;
  int status = 0;
  std::size_t octets_in = 0;   ///< of its body
  std::size_t octets_out = 0;  ///< of the reply's body
  std::chrono::steady_clock::duration elapsed{};
};

/// Serves HTTP/1.1 through cpp-httplib. For each request it keeps or makes a correlation id (1 to
/// 128 of A-Z a-z 0-9 . _ -) and returns it, opens a LogScope and a CorrelationScope with it,
/// counts, times and logs the request, turns HttpError, DatabaseUnavailable, RedisUnavailable and
/// what else a handler throws into the one form of errors (an unknown exception is 500
/// INTERNAL_ERROR whose text is logged and not sent), and answers 404 NOT_FOUND, 405
/// METHOD_NOT_ALLOWED (with Allow), 413 and OPTIONS itself.
///
/// A connection holds a thread only while a request of its is under way. A request's time counts
/// from when it began to arrive, so that waiting for a thread is part of it; one whose time is over
/// (504), or whose client has gone, before its handler starts is not worked on.
class HttpServer {
 public:
  using Handler = std::function<Reply(const Request&)>;

  HttpServer(ServerOptions options, ServiceMetrics& metrics);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Before start(). `pattern` is an ECMAScript regular expression of the whole path. The handler
  /// is called by several threads at once. Routes for Get answer HEAD too.
  void route(Method method, const std::string& pattern, Handler handler);

  /// Before start(). Called after each such request, on its thread, several at once; must not block
  /// and not throw.
  void observe(std::function<void(const ServedRequest&)> observer);

  /// Listens, and serves on threads of its own. Throws std::runtime_error naming a taken port.
  void start();
  std::uint16_t port() const;

  /// Takes no more connections, and returns when the requests that have arrived have their replies:
  /// their deadlines bound how long that takes. The destructor does the same.
  void stop();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::service
