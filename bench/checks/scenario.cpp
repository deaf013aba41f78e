#include "checks/scenario.hpp"

#include <chrono>
#include <random>
#include <utility>
#include <vector>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using orb_client::Argument;
using orb_client::Deadline;

constexpr std::chrono::seconds kCallBudget{5};
constexpr std::uint64_t kOneways = 3;
constexpr std::uint32_t kTurns = 3;
constexpr std::size_t kSamples = 5;

Deadline soon() {
  return Deadline::after(kCallBudget);
}

orb_client::Octets random_octets(std::size_t count) {
  std::random_device source;
  orb_client::Octets octets(count);
  for (auto& octet : octets) {
    octet = static_cast<std::uint8_t>(source());
  }
  return octets;
}

}  // namespace

std::int64_t fresh_widget_ids() {
  std::random_device source;
  return (static_cast<std::int64_t>(source()) << 20) + 1;
}

std::string fresh_tag() {
  std::random_device source;
  return std::to_string(source()) + std::to_string(source());
}

Scenario::Scenario(orb_client::CoreLane& lane, std::int64_t first_widget_id, std::string tag)
    : lane_(lane), first_widget_id_(first_widget_id), tag_(std::move(tag)) {}

void Scenario::run() {
  try {
    create_widgets();
    look_widgets_up();
    invoke_operations();
    echo_values();
    send_oneways();
    hold_and_execute();
    read_diagnostics();
  } catch (const orb_client::CallError&) {
    if (!lane_.spent()) {
      destroy_widgets();
    }
    throw;
  }
  destroy_widgets();
}

void Scenario::create_widgets() {
  for (const char* type : {"secure_widget", "button", "slider"}) {
    count_call();
    lane_.create_widget(first_widget_id_ + created_, type, "bench " + tag_,
                        random_octets(kScenarioSecretOctets), soon());
    ++created_;
    count("create");
  }
}

void Scenario::look_widgets_up() {
  for (std::int64_t i = 0; i < created_; ++i) {
    count_call();
    lane_.find_widget(first_widget_id_ + i, soon());
    count("find");
  }
  count_call();
  const auto listed = lane_.list_widgets(0, 100, soon());
  count("list");
  count("listed_widget", listed.size());
}

void Scenario::invoke_operations() {
  const std::pair<const char*, std::vector<Argument>> calls[] = {
      {"test_operation", {}},
      {"simple_operation", {}},
      {"echo", {std::string("orbbench")}},
      {"reverse", {std::string("orbbench")}},
      {"uppercase", {std::string("orbbench")}},
      {"add", {std::int64_t{2}, std::int64_t{3}}},
      {"multiply", {1.5, 2.0}},
  };
  for (const auto& [operation, arguments] : calls) {
    count_invocation(arguments.size());
    count("known_operation");
    lane_.invoke_widget(first_widget_id_, operation, arguments, soon());
    count("result");
  }
  invoke_expecting_failure("no_such_operation", {});
  count("known_operation");
  invoke_expecting_failure("exception_operation", {});
  count("known_operation");
  invoke_expecting_failure("divide", {std::int64_t{1}, std::int64_t{0}});
}

void Scenario::invoke_expecting_failure(const std::string& operation,
                                        const std::vector<Argument>& arguments) {
  count_invocation(arguments.size());
  try {
    lane_.invoke_widget(first_widget_id_, operation, arguments, soon());
  } catch (const orb_client::RemoteError&) {
    count("failed_invoke");
    return;
  }
  throw orb_client::ProtocolError({operation, "", "", 0, orb_client::Completion::Yes},
                                  "the operation must fail, and the core reported success");
}

void Scenario::echo_values() {
  count_call();
  lane_.echo_string("orbbench", soon());
  count("echo_string");

  count_call();
  lane_.echo_octets(random_octets(1024), soon());
  count("echo_octets");

  count_call();
  std::vector<orb_client::Sample> samples(kSamples);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] = {static_cast<std::int32_t>(i), 0.5 * static_cast<double>(i), tag_};
  }
  lane_.echo_samples(samples, soon());
  count("echo_samples");
  count("sample", samples.size());

  count_call();
  lane_.echo_any(Argument(std::int64_t{42}), soon());
  count("echo_any");

  count_call();
  lane_.call_back(kTurns, soon());
  count("call_back");
  count("callback_turn", kTurns);
}

void Scenario::send_oneways() {
  for (std::uint64_t number = 1; number <= kOneways; ++number) {
    count("request");
    lane_.notify(tag_, number, soon());
  }
  count("channel");
  const Deadline deadline = soon();
  std::uint64_t arrived = 0;
  while (arrived < kOneways && !deadline.expired()) {
    count_call();
    arrived = lane_.arrivals(tag_, deadline).arrived;
    count("arrivals");
  }
  count_call();
  lane_.forget_arrivals(tag_, soon());
}

void Scenario::hold_and_execute() {
  count_call();
  lane_.hold(std::chrono::milliseconds(1), soon());
  count("hold");
  for (int execution = 0; execution < 2; ++execution) {
    count_call();
    lane_.execute(tag_, soon());
  }
  count("token");
  count_call();
  lane_.executions(tag_, soon());
  count_call();
  lane_.forget(tag_, soon());
}

void Scenario::read_diagnostics() {
  count_call();
  lane_.read_ledger(soon());
  count("read_ledger");
  count_call();
  lane_.read_process(soon());
  count("read_process");
}

void Scenario::destroy_widgets() {
  while (created_ > 0) {
    --created_;
    count_call();
    lane_.destroy_widget(first_widget_id_ + created_, soon());
  }
}

void Scenario::count(std::string_view event, std::uint64_t times) {
  events_[std::string(event)] += times;
}

void Scenario::count_call() {
  count("request");
  count("reply");
}

void Scenario::count_invocation(std::size_t arguments) {
  count_call();
  count("invoke");
  count("argument", arguments);
}

}  // namespace orbbench::bench
