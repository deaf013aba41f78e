#include "orbbench/metrics/endpoint.hpp"

#include <prometheus/collectable.h>
#include <prometheus/exposer.h>

#include <utility>

#include "family_conversion.hpp"
#include "listener_wakeup.hpp"

namespace orbbench::metrics {
namespace {

class ServedPage : public prometheus::Collectable {
 public:
  explicit ServedPage(MetricsEndpoint::Collect collect) : collect_(std::move(collect)) {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    std::vector<prometheus::MetricFamily> families;
    for (const ServedFamily& served : collect_()) {
      families.push_back(to_prometheus(served));
    }
    return families;
  }

 private:
  MetricsEndpoint::Collect collect_;
};

std::string listening_port(const std::string& host, std::uint16_t port) {
  const bool is_bare_ipv6 = host.find(':') != std::string::npos && !host.starts_with('[');
  return (is_bare_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::vector<std::string> server_options(const std::string& listening_port) {
  // A client that says nothing holds one of the two threads only for the request timeout.
  return {"listening_ports",          listening_port, "num_threads",        "2",
          "enable_directory_listing", "no",           "request_timeout_ms", "2000"};
}

std::unique_ptr<prometheus::Exposer> open_server(const std::string& host, std::uint16_t port) {
  const std::string address = listening_port(host, port);
  // The server reads a comma as the start of a further port.
  if (host.empty() || host.find(',') != std::string::npos) {
    throw EndpointError("metrics endpoint " + address + ": the host is no address to listen on");
  }
  try {
    return std::make_unique<prometheus::Exposer>(server_options(address));
  } catch (const std::runtime_error&) {
    // The exception of the server (one of a library private to prometheus-cpp) names no cause.
    throw EndpointError(
        "metrics endpoint " + address +
        ": cannot listen there; the port is taken or the address is not this host's");
  }
}

}  // namespace

struct MetricsEndpoint::Implementation {
  Implementation(const std::string& listening_host, std::uint16_t port, Collect collect)
      : host(listening_host),
        page(std::make_shared<ServedPage>(std::move(collect))),
        server(open_server(host, port)) {
    server->RegisterCollectable(page);
  }

  ~Implementation() {
    const ListenerWakeup wakeup(host, bound_port());
    server.reset();
  }

  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  std::uint16_t bound_port() const {
    return static_cast<std::uint16_t>(server->GetListeningPorts().front());
  }

  std::string host;
  std::shared_ptr<ServedPage> page;
  std::unique_ptr<prometheus::Exposer> server;
};

MetricsEndpoint::MetricsEndpoint(const std::string& host, std::uint16_t port, Collect collect)
    : implementation_(std::make_unique<Implementation>(host, port, std::move(collect))) {}

MetricsEndpoint::~MetricsEndpoint() = default;

std::uint16_t MetricsEndpoint::port() const {
  return implementation_->bound_port();
}

}  // namespace orbbench::metrics
