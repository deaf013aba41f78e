#include "workflow_check_fixture.hpp"

#include <algorithm>
#include <iterator>

namespace orbbench::tests {
namespace {

constexpr std::uint32_t kPage = 100;

launcher::Stack start_stack() {
  launcher::StackOptions options;
  options.parts = launcher::all_parts();
  options.keeper_binary = ORBBENCH_BINARY;
  options.fault_injection = launcher::FaultInjection::Enabled;
  return launcher::Stack::start(options);
}

}  // namespace

WorkflowCheckFixture::WorkflowCheckFixture()
    : stack_(start_stack()),
      pool_(runtime_, orb_client::Endpoint::parse(stack_.endpoints().core->reference),
            {.lanes = 1, .waiters = 0}),
      control_(pool_.lease(soon())),
      context_{runtime_,
               orb_client::Endpoint::parse(stack_.endpoints().core->reference),
               metrics::Scraper(stack_.endpoints().core->metrics_url),
               bench::LedgerExpectations::built_in(),
               {},
               {},
               [](const std::string&) {}} {
  const launcher::Endpoints& endpoints = stack_.endpoints();
  context_.gateway = endpoints.gateway->url;
  context_.cache = bench::CacheAddress{endpoints.redis->host, endpoints.redis->port};
}

orb_client::Deadline WorkflowCheckFixture::soon() {
  return orb_client::Deadline::after(std::chrono::seconds(10));
}

void WorkflowCheckFixture::delay_replies(std::chrono::milliseconds delay) {
  control().delay_replies(delay, 100, soon());
}

std::vector<std::int64_t> WorkflowCheckFixture::objects() {
  std::vector<std::int64_t> ids;
  std::ranges::transform(control().list_widgets(0, kPage, soon()), std::back_inserter(ids),
                         &orb_client::WidgetDescription::widget_id);
  return ids;
}

}  // namespace orbbench::tests
