#include "measured_stack.hpp"

namespace orbbench::bench {
namespace {

// So many that none comes round again before its key has been removed anew.
constexpr int kWidgets = 300;

}  // namespace

launcher::Stack start_parts(const std::vector<std::string>& parts, const std::stop_token& stop) {
  launcher::StackOptions options;
  options.parts = parts;
  options.keeper_binary = ORBBENCH_BINARY;
  options.gateway_limits.requests = 1'000'000'000;  // the limit is not what is measured
  return launcher::Stack::start(options, {}, stop);
}

MeasuredStack::MeasuredStack(const std::stop_token& stop) {
  stack_.emplace(start_parts(launcher::all_parts(), stop));
  guest_.emplace(endpoints().gateway->url);
  for (int number = 0; number < kWidgets && !stop.stop_requested(); ++number) {
    widgets_.push_back(
        guest_->create_widget({{"type", "button"}, {"label", "widget " + std::to_string(number)}})
            .widget_id);
  }
}

// The headers are those that the gateway would set, so that both do the same work behind it.
Load MeasuredStack::direct_hit() const {
  return {.name = "GET hit, widget core",
          .url = endpoints().widget_cores.front().url,
          .paths = {"/widgets/" + std::to_string(widgets_.front())},
          .headers = {{"X-User-Id", std::to_string(guest_->user_id())},
                      {"X-Tenant-Id", "1"},
                      {"X-Role", "user"}}};
}

Load MeasuredStack::through_gateway(const std::string& name) const {
  return {.name = name,
          .url = endpoints().gateway->url,
          .paths = {},
          .headers = {{"Authorization", "Bearer " + guest_->token()}}};
}

Load MeasuredStack::gateway_hit() const {
  Load load = through_gateway("GET hit, gateway");
  load.paths = {widget_path(widgets_.front())};
  return load;
}

Load MeasuredStack::gateway_miss() const {
  Load load = through_gateway("GET miss, gateway");
  for (const std::int64_t widget : widgets_) {
    load.paths.push_back(widget_path(widget));
  }
  load.cache_states = CacheStates::Counted;
  return load;
}

Load MeasuredStack::gateway_invoke() const {
  Load load = through_gateway("invoke, gateway");
  load.method = "POST";
  load.paths = {widget_path(widgets_.front()) + "/orb/invoke"};
  load.headers["Content-Type"] = "application/json";
  load.body = R"({"operation":"uppercase","params":["orb"]})";
  return load;
}

Load MeasuredStack::gateway_create() const {
  Load load = through_gateway("create, gateway");
  load.method = "POST";
  load.paths = {"/api/v1/widgets"};
  load.headers["Content-Type"] = "application/json";
  load.body = R"({"type":"button","label":"one of many"})";
  return load;
}

}  // namespace orbbench::bench
