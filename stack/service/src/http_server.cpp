#include "orbbench/service/http_server.hpp"

#include <fcntl.h>
#include <httplib.h>
#include <sys/socket.h>

#include <optional>
#include <stdexcept>
#include <utility>

#include "connection_loop.hpp"
#include "correlation_id.hpp"
#include "error_reply.hpp"
#include "orbbench/orb_client/correlation_scope.hpp"
#include "orbbench/service/log.hpp"
#include "request_reader.hpp"
#include "route_table.hpp"

namespace orbbench::service {
namespace {

using Clock = std::chrono::steady_clock;
using Next = ConnectionLoop::Next;

// The library is built with a backlog of 5, which a burst of 20 clients overflows: the others would
// wait a second for their next SYN.
constexpr int kBacklog = 1024;
// A client that sends its request octet by octet holds a thread no longer than this.
constexpr std::chrono::seconds kReadPatience{5};
constexpr std::size_t kMaxHeadOctets = 64 * 1024;
// Longer than the idle connections of any gateway live, so that it is never the service that closes
// one under a request on its way.
constexpr std::chrono::seconds kIdle{75};
constexpr const char* kCorrelationHeader = "X-Correlation-ID";

/// A request whose client has gone: the status is for the log and the counters, as nginx has it.
constexpr int kClientGone = 499;

/// The request that this thread is at.
struct Exchange {
  Connection* connection = nullptr;
  std::string correlation_id;
  bool answered = false;     ///< by answer(), not by the library itself
  bool body_unread = false;  ///< the connection cannot be used for a further request
  std::optional<Caller> caller;
  std::size_t octets_in = 0;
};

thread_local Exchange exchange;

std::optional<Method> to_method(const std::string& name) {
  for (const Method method :
       {Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete}) {
    if (name == to_string(method)) {
      return method;
    }
  }
  return name == "HEAD" ? std::optional(Method::Get) : std::nullopt;
}

std::string take_correlation_id(const httplib::Request& request) {
  std::string given = request.get_header_value(kCorrelationHeader);
  return is_correlation_id(given) ? given : make_correlation_id();
}

void write_reply(const Reply& reply, httplib::Response& response) {
  response.status = reply.status;
  response.set_header(kCorrelationHeader, exchange.correlation_id);
  for (const auto& [name, value] : reply.headers) {
    response.set_header(name, value);
  }
  if (!reply.body.empty()) {
    response.set_content(reply.body, reply.content_type);
  }
  if (exchange.body_unread) {
    response.set_header("Connection", "close");
  }
}

}  // namespace

/// cpp-httplib for the protocol, with connections and threads of our own.
struct HttpServer::Implementation : private httplib::Server {
  Implementation(ServerOptions chosen, ServiceMetrics& counters)
      : options(std::move(chosen)), metrics(counters) {
    const Handler without_body = [this](const httplib::Request& request,
                                        httplib::Response& response) {
      answer(request, response, nullptr);
    };
    const HandlerWithContentReader with_body =
        [this](const httplib::Request& request, httplib::Response& response,
               const httplib::ContentReader& reader) { answer(request, response, &reader); };
    Get(".*", without_body);
    Options(".*", without_body);
    Post(".*", with_body);
    Put(".*", with_body);
    Patch(".*", with_body);
    Delete(".*", with_body);
    set_error_handler(
        HandlerWithResponse([this](const httplib::Request& request, httplib::Response& response) {
          return answer_for_library(request, response);
        }));
    set_keep_alive_timeout(kIdle.count());
    set_keep_alive_max_count(1'000'000);
    // The library's default has SO_REUSEPORT, with which two services would share a port unnoticed.
    set_socket_options([](socket_t listener) {
      const int on = 1;
      setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
  }

  // ~Server is the library's; the port is closed by the loop.
  process::FileDescriptor bind() {
    const int bound = options.port == 0                          ? bind_to_any_port(options.host)
                      : bind_to_port(options.host, options.port) ? options.port
                                                                 : -1;
    if (bound <= 0) {
      throw std::runtime_error("cannot listen on " + options.host + " port " +
                               std::to_string(options.port) +
                               ": it is taken, or no address of this machine");
    }
    port = static_cast<std::uint16_t>(bound);
    process::FileDescriptor listener(svr_sock_.exchange(INVALID_SOCKET));
    if (listen(listener.number()) != 0) {
      throw std::runtime_error("cannot listen on port " + std::to_string(port));
    }
    return listener;
  }

  static int listen(int listener) {
    fcntl(listener, F_SETFD, FD_CLOEXEC);
    fcntl(listener, F_SETFL, O_NONBLOCK);
    return ::listen(listener, kBacklog);
  }

  void start() {
    ConnectionLimits limits;
    limits.threads = options.threads;
    limits.queued = options.queued_connections;
    limits.connections = options.open_connections;
    limits.idle = kIdle;
    loop = std::make_unique<ConnectionLoop>(
        bind(), limits,
        ConnectionLoop::Callbacks{[this](Connection& connection) { return serve(connection); },
                                  [this](Connection& connection) { refuse(connection); }});
  }

  /// One request.
  Next serve(Connection& connection) {
    exchange = {};
    exchange.connection = &connection;
    exchange.correlation_id = make_correlation_id();
    connection.socket.expect_request(orb_client::Deadline::after(kReadPatience),
                                     kMaxHeadOctets + 2 * options.max_body_octets);
    const bool last = stopping;
    bool closed_by_client = false;
    const bool replied =
        process_request(connection.socket, last, closed_by_client, prepare_request);
    const bool sent = connection.socket.flush();
    if (!replied || !sent) {
      return Next::Close;
    }
    if (!exchange.answered || exchange.body_unread) {
      return Next::Linger;  // what is left of the request is still on its way
    }
    return last || closed_by_client ? Next::Close : Next::Keep;
  }

  // The library would cut JSON into ranges, and compress it at a cost above that of sending it.
  static void prepare_request(httplib::Request& request) {
    request.ranges.clear();
    request.headers.erase("Accept-Encoding");
  }

  void answer(const httplib::Request& request, httplib::Response& response,
              const httplib::ContentReader* reader) {
    exchange.answered = true;
    exchange.correlation_id = take_correlation_id(request);
    const LogScope log_scope(exchange.correlation_id);
    const orb_client::CorrelationScope call_scope(exchange.correlation_id);
    Reply reply;
    try {
      reply = handle(request, reader);
    } catch (const std::exception&) {
      reply = to_reply(to_http_error(std::current_exception()), exchange.correlation_id);
    }
    write_reply(reply, response);
    record(request.method, request.path, reply.status);
    tell_observer(request, reply);
  }

  void tell_observer(const httplib::Request& request, const Reply& reply) const {
    const auto method = to_method(request.method);
    if (observer && method) {
      observer({*method, request.path, exchange.caller, reply.status, exchange.octets_in,
                reply.body.size(), Clock::now() - exchange.connection->arrival});
    }
  }

  Reply handle(const httplib::Request& request, const httplib::ContentReader* reader) {
    std::string body;
    if (reader != nullptr) {
      exchange.body_unread = true;
      body = read_body(request, *reader, options.max_body_octets);
      exchange.body_unread = false;
      exchange.octets_in = body.size();
    } else if (request.has_header("Transfer-Encoding") ||
               request.get_header_value("Content-Length", 0).find_first_not_of('0') !=
                   std::string::npos) {
      exchange.body_unread = true;  // of a GET, which has no use for one
    }
    if (request.method == "OPTIONS") {
      return answer_options(request.path);
    }
    const auto method = to_method(request.method);
    const auto match = routes.find(method.value_or(Method::Get), request.path);
    return (*match.handler)(make_request(request, *method, match, std::move(body)));
  }

  Reply answer_options(const std::string& path) const {
    const std::string allowed = routes.allowed_methods(path);
    if (allowed.empty()) {
      throw protocol_error(404);
    }
    Reply reply = Reply::empty(204);
    reply.headers.emplace_back("Allow", allowed + ", OPTIONS");
    return reply;
  }

  Request make_request(const httplib::Request& request, Method method,
                       const RouteTable::Match& match, std::string body) const {
    exchange.caller = read_caller(request);
    const auto budget = read_budget(request, options.default_deadline, options.longest_deadline);
    const auto deadline = orb_client::Deadline::at(exchange.connection->arrival + budget);
    refuse_lost_work(deadline);
    ClientSocket& socket = exchange.connection->socket;
    return {method,
            request.path,
            match.captures,
            request.params,
            std::move(body),
            exchange.correlation_id,
            deadline,
            exchange.caller,
            [&request](const std::string& name) -> std::optional<std::string> {
              return request.has_header(name) ? std::optional(request.get_header_value(name))
                                              : std::nullopt;
            },
            [&socket] { return socket.client_gone(); }};
  }

  // A request that waited for its thread until nobody wants the answer any more is not worked on.
  static void refuse_lost_work(const orb_client::Deadline& deadline) {
    if (exchange.connection->socket.client_gone()) {
      exchange.body_unread = true;
      throw HttpError(kClientGone, "CLIENT_GONE", "Client gone");
    }
    if (deadline.expired()) {
      throw HttpError(504, "DEADLINE_EXCEEDED", "Deadline exceeded",
                      "the time for this request was over before its work began");
    }
  }

  /// The library found the request to be none, or of no method that it knows.
  HandlerResponse answer_for_library(const httplib::Request& request, httplib::Response& response) {
    if (exchange.answered) {
      return HandlerResponse::Unhandled;
    }
    const LogScope log_scope(exchange.correlation_id);
    exchange.body_unread = true;
    const bool known_method = request.method == "TRACE" || request.method == "CONNECT";
    const HttpError error = known_method
                                ? HttpError(405, "METHOD_NOT_ALLOWED", "Method not allowed")
                                : protocol_error(response.status);
    write_reply(to_reply(error, exchange.correlation_id), response);
    record("OTHER", request.path, error.status());
    return HandlerResponse::Handled;
  }

  void record(const std::string& method, const std::string& path, int status) {
    const auto elapsed = Clock::now() - exchange.connection->arrival;
    metrics.count_request(method, status, elapsed);
    // Health checks come every second from everywhere.
    const bool quiet = path == "/health" && status == 200;
    log(quiet ? LogLevel::Debug : LogLevel::Info, "request",
        {{"method", method},
         {"path", path},
         {"status", status},
         {"duration_ms", std::chrono::duration<double, std::milli>(elapsed).count()}});
  }

  void refuse(Connection& connection) {
    exchange = {};
    exchange.connection = &connection;
    exchange.correlation_id = make_correlation_id();
    const LogScope log_scope(exchange.correlation_id);
    const Reply reply =
        to_reply({503, "SERVICE_UNAVAILABLE", "Service unavailable", "too many requests wait"},
                 exchange.correlation_id);
    std::string text = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n";
    text += std::string(kCorrelationHeader) + ": " + exchange.correlation_id + "\r\n";
    for (const auto& [name, value] : reply.headers) {
      text += name + ": " + value + "\r\n";
    }
    text +=
        "Content-Type: application/json\r\nContent-Length: " + std::to_string(reply.body.size()) +
        "\r\n\r\n" + reply.body;
    // Into the empty buffer of a socket that nothing was sent on yet, or whose client has read all.
    send(connection.socket.socket(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    record("OTHER", "", reply.status);
  }

  const ServerOptions options;
  ServiceMetrics& metrics;
  RouteTable routes;
  std::function<void(const ServedRequest&)> observer;
  std::uint16_t port = 0;
  std::atomic<bool> stopping = false;
  std::unique_ptr<ConnectionLoop> loop;  ///< last: its threads use the others
};

HttpServer::HttpServer(ServerOptions options, ServiceMetrics& metrics)
    : implementation_(std::make_unique<Implementation>(std::move(options), metrics)) {}

HttpServer::~HttpServer() {
  stop();
}

void HttpServer::route(Method method, const std::string& pattern, Handler handler) {
  implementation_->routes.add(method, pattern, std::move(handler));
}

void HttpServer::observe(std::function<void(const ServedRequest&)> observer) {
  implementation_->observer = std::move(observer);
}

void HttpServer::start() {
  implementation_->start();
}

std::uint16_t HttpServer::port() const {
  return implementation_->port;
}

void HttpServer::stop() {
  implementation_->stopping = true;
  if (implementation_->loop) {
    implementation_->loop->stop();
  }
}

}  // namespace orbbench::service
