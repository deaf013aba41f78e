#include "soak/metrics_pusher.hpp"

#include <httplib.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <regex>
#include <tuple>
#include <utility>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

constexpr std::chrono::seconds kTimeout{2};

std::string this_machine() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

/// Server and path.
std::pair<std::string, std::string> parts_of(const std::string& url) {
  // A name and a password would be seen in the list of processes.
  static const std::regex form(R"((http://[^/@?#\s]+)(/[^?#\s]*)?)");
  std::smatch match;
  if (!std::regex_match(url, match, form)) {
    throw orb_client::ConfigError(
        "the Pushgateway's URL must be http://HOST:PORT, without a name or a password");
  }
  std::string path = match[2].str();
  while (path.ends_with('/')) {
    path.pop_back();
  }
  if (path.find("/metrics/job/") == std::string::npos) {
    path += "/metrics/job/soak/instance/" + this_machine();
  }
  return {match[1].str(), path};
}

}  // namespace

MetricsPusher::MetricsPusher(const std::string& url, Tell tell) : tell_(std::move(tell)) {
  std::tie(server_, path_) = parts_of(url);
  thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

MetricsPusher::~MetricsPusher() = default;

void MetricsPusher::push(std::string page) {
  {
    const std::lock_guard lock(mutex_);
    waiting_ = std::move(page);
  }
  changed_.notify_one();
}

void MetricsPusher::serve(const std::stop_token& stop) {
  while (true) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [this] { return waiting_.has_value(); });
    if (!waiting_) {
      return;
    }
    const std::string page = *std::exchange(waiting_, std::nullopt);
    lock.unlock();
    send(page);
  }
}

void MetricsPusher::send(const std::string& page) {
  httplib::Client client(server_);
  client.set_connection_timeout(kTimeout);
  client.set_read_timeout(kTimeout);
  client.set_write_timeout(kTimeout);
  // PUT takes the place of all that the group had; POST would leave what is no longer said.
  const auto answer = client.Put(path_, page, "text/plain; version=0.0.4");
  std::string problem;
  if (!answer) {
    problem = httplib::to_string(answer.error());
  } else if (answer->status != 200 && answer->status != 202) {
    problem = "status " + std::to_string(answer->status) + " " +
              answer->body.substr(0, answer->body.find('\n'));
  }
  if (!problem.empty() && problem != told_) {
    tell_("the Pushgateway at " + server_ + " does not take the metrics: " + problem);
  }
  told_ = problem;
}

}  // namespace orbbench::bench
