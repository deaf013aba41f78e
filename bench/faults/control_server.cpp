#include "faults/control_server.hpp"

#include <httplib.h>
#include <sys/socket.h>

#include <atomic>
#include <charconv>
#include <future>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <stdexcept>
#include <thread>

#include "faults/fault_json.hpp"
#include "faults/metrics_page.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::faults {
namespace {

using httplib::Request;
using httplib::Response;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t kLargestBody = 1UL << 20;
constexpr std::size_t kThreads = 2;
constexpr std::chrono::seconds kPatience{2};
constexpr std::size_t kLongestCorrelationId = 128;

std::string made_correlation_id() {
  std::random_device source;
  std::string id;
  for (int part = 0; part < 4; ++part) {
    const std::string digits = std::to_string(source());
    id += (part > 0 ? "-" : "") + digits;
  }
  return id;
}

std::string correlation_id_of(const Request& request) {
  const std::string given = request.get_header_value("X-Correlation-ID");
  const bool usable = !given.empty() && given.size() <= kLongestCorrelationId &&
                      std::all_of(given.begin(), given.end(),
                                  [](char letter) { return letter > ' ' && letter <= '~'; });
  return usable ? given : made_correlation_id();
}

const char* title_of(int status) {
  switch (status) {
    case 404:
      return "Not found";
    case 413:
      return "Payload too large";
    case 415:
      return "Unsupported media type";
    case 500:
      return "Internal error";
    default:
      return "Bad request";
  }
}

/// The answer to a request that failed, as the contract has it.
void answer_error(const Request& request, Response& response, int status, const char* code,
                  const std::string& message) {
  const std::string correlation_id = correlation_id_of(request);
  response.status = status;
  response.set_header("X-Correlation-ID", correlation_id);
  const ordered_json body = {{"error", title_of(status)},
                             {"code", code},
                             {"message", message},
                             {"correlation_id", correlation_id}};
  response.set_content(body.dump(-1, ' ', false, json::error_handler_t::replace),
                       "application/json");
}

void answer(const Request& request, Response& response, int status, const ordered_json& body) {
  response.status = status;
  response.set_header("X-Correlation-ID", correlation_id_of(request));
  response.set_content(body.dump(), "application/json");
}

/// For what the server itself refuses: a path or method it does not know, a body too large.
void complete_error(const Request& request, Response& response) {
  if (!response.body.empty()) {
    return;
  }
  switch (response.status) {
    case 404:
      return answer_error(request, response, 404, "NOT_FOUND",
                          "no such request: " + request.method + " " + request.path);
    case 413:
      return answer_error(request, response, 413, "TOO_LARGE", "the body is larger than 1 MiB");
    default:
      return answer_error(request, response, response.status, "BAD_REQUEST",
                          "the request cannot be read");
  }
}

std::optional<std::uint64_t> id_in(const std::string& digits) {
  std::uint64_t id = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  return error == std::errc() ? std::optional(id) : std::nullopt;
}

std::optional<FaultStatistics> find_fault(const FaultProxy& proxy, std::uint64_t id) {
  for (FaultStatistics& fault : proxy.statistics().faults) {
    if (fault.id == id) {
      return std::move(fault);
    }
  }
  return std::nullopt;
}

ordered_json listed(const std::vector<FaultStatistics>& faults) {
  ordered_json list = ordered_json::array();
  for (const FaultStatistics& fault : faults) {
    list.push_back(to_json(fault));
  }
  return {{"faults", std::move(list)}};
}

std::vector<Fault> faults_in(const std::string& body, Protocol protocol) {
  const json document = json::parse(body, nullptr, false);
  const bool is_plan = document.is_object() && document.contains("faults");
  if (document.is_discarded() || is_plan) {
    return parse_faults(body, "the body", protocol);
  }
  return parse_faults(json{{"faults", json::array({document})}}.dump(), "the body", protocol);
}

// Another listener at the same port must be an error, where the server's own default would share
// it.
void set_socket_options(int socket) {
  const int on = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
}

}  // namespace

struct ControlServer::Implementation {
  Implementation(FaultProxy& controlled, const ControlOptions& options) : proxy(controlled) {
    configure();
    add_requests();
    listen(options);
  }

  ~Implementation() { server.stop(); }

  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  void configure() {
    server.set_payload_max_length(kLargestBody);
    server.set_read_timeout(kPatience);
    server.set_write_timeout(kPatience);
    server.set_keep_alive_timeout(kPatience.count());
    server.set_socket_options(set_socket_options);
    server.set_error_handler(httplib::Server::Handler(complete_error));
    server.set_exception_handler(
        [](const Request& request, Response& response, std::exception_ptr error) {
          answer_exception(request, response, error);
        });
  }

  static void answer_exception(const Request& request, Response& response,
                               const std::exception_ptr& error) {
    try {
      std::rethrow_exception(error);
    } catch (const orb_client::ConfigError& mistake) {
      answer_error(request, response, 400, "INVALID_FAULT", mistake.what());
    } catch (const std::exception& failure) {
      answer_error(request, response, 500, "INTERNAL", failure.what());
    }
  }

  void add_requests() {
    server.Get("/health", [this](const Request& request, Response& response) {
      answer(request, response, 200, {{"status", "ok"}, {"listen", proxy.address()}});
    });
    server.Get("/statistics", [this](const Request& request, Response& response) {
      answer(request, response, 200, to_json(proxy.statistics()));
    });
    server.Get("/metrics", [this](const Request&, Response& response) {
      response.set_content(metrics_page(proxy.statistics()), "text/plain; version=0.0.4");
    });
    server.Get("/faults", [this](const Request& request, Response& response) {
      answer(request, response, 200, listed(proxy.statistics().faults));
    });
    server.Get(R"(/faults/(\d+))",
               [this](const Request& request, Response& response) { show(request, response); });
    server.Post("/faults",
                [this](const Request& request, Response& response) { arm(request, response); });
    server.Delete("/faults", [this](const Request& request, Response& response) {
      answer(request, response, 200, {{"disarmed", proxy.clear()}});
    });
    server.Delete(R"(/faults/(\d+))", [this](const Request& request, Response& response) {
      disarm(request, response);
    });
  }

  void arm(const Request& request, Response& response) {
    // A page of another site in a browser cannot send this type unasked.
    if (!request.get_header_value("Content-Type").starts_with("application/json")) {
      return answer_error(request, response, 415, "NOT_JSON",
                          "Content-Type must be application/json");
    }
    const std::vector<Fault> faults = faults_in(request.body, proxy.protocol());
    std::vector<FaultStatistics> armed;
    for (const Fault& fault : faults) {
      const std::uint64_t id = proxy.arm(fault);
      if (auto found = find_fault(proxy, id)) {
        armed.push_back(std::move(*found));
      }
    }
    answer(request, response, 201, listed(armed));
  }

  void show(const Request& request, Response& response) {
    const auto id = id_in(request.matches[1]);
    const auto fault = id ? find_fault(proxy, *id) : std::nullopt;
    if (!fault) {
      return answer_error(request, response, 404, "NO_SUCH_FAULT",
                          "no fault " + request.matches[1].str());
    }
    answer(request, response, 200, to_json(*fault));
  }

  void disarm(const Request& request, Response& response) {
    const auto id = id_in(request.matches[1]);
    if (!id || !proxy.disarm(*id)) {
      return answer_error(request, response, 404, "NO_SUCH_FAULT",
                          "no fault " + request.matches[1].str() + " is armed");
    }
    show(request, response);
  }

  void listen(const ControlOptions& options) {
    port = options.port != 0 && server.bind_to_port(options.host, options.port) ? options.port : -1;
    if (options.port == 0) {
      port = server.bind_to_any_port(options.host);
    }
    if (port < 0) {
      throw std::runtime_error("cannot listen for control at " + options.host + ":" +
                               std::to_string(options.port));
    }
    // The server can be stopped from the moment on at which it makes its queue, not before.
    std::promise<void> running;
    server.new_task_queue = [&running] {
      running.set_value();
      return new httplib::ThreadPool(kThreads);
    };
    thread = std::jthread([this] { server.listen_after_bind(); });
    running.get_future().wait();
  }

  FaultProxy& proxy;
  httplib::Server server;
  int port = -1;
  std::jthread thread;
};

ControlServer::ControlServer(FaultProxy& proxy, const ControlOptions& options)
    : implementation_(std::make_unique<Implementation>(proxy, options)) {}

ControlServer::~ControlServer() = default;

std::uint16_t ControlServer::port() const {
  return static_cast<std::uint16_t>(implementation_->port);
}

}  // namespace orbbench::faults
