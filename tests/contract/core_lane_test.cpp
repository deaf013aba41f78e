#include "orbbench/orb_client/core_lane.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "core_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;
using testing::HasSubstr;
using testing::Not;

class CoreLaneTest : public LaneFixture {
 protected:
  /// The core's answer to a call that it must refuse, after which the lane must still serve.
  template <class Call>
  CallFacts refusal_of(Call&& call) {
    const auto error = error_of<RemoteError>(std::forward<Call>(call));
    if (!error) {
      return {};
    }
    EXPECT_THAT(error->reason(), Not(testing::IsEmpty())) << error->what();
    EXPECT_FALSE(lane_->spent());
    lane_->ping(soon());
    return error->facts();
  }

  void create(std::int64_t id, const std::string& label = "label") {
    lane_->create_widget(id, "button", label, {}, soon());
  }
};

std::string text_of_every_octet_but_nul() {
  std::string text(255, '\0');
  std::iota(text.begin(), text.end(), '\1');
  return text;
}

// Widgets ----------------------------------------------------------------------------------------

TEST_F(CoreLaneTest, CreatesFindsListsAndDestroysWidgets) {
  const Octets secret(65536, 0xa5);
  lane_->create_widget(7, "textbox", std::string(255, 'x'), secret, soon());
  lane_->create_widget(std::numeric_limits<std::int64_t>::max(), "button", "b", {}, soon());
  lane_->find_widget(7, soon());
  const auto widgets = lane_->list_widgets(0, 100, soon());
  ASSERT_EQ(widgets.size(), 2U);
  EXPECT_EQ(widgets[0].widget_id, 7);
  EXPECT_EQ(widgets[0].type_name, "textbox");
  EXPECT_EQ(widgets[0].label, std::string(255, 'x'));
  EXPECT_EQ(widgets[1].widget_id, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(lane_->list_widgets(1, 100, soon()).size(), 1U);
  EXPECT_EQ(lane_->list_widgets(0, 1, soon()).size(), 1U);
  EXPECT_TRUE(lane_->list_widgets(std::numeric_limits<std::uint32_t>::max(), 1, soon()).empty());
  lane_->destroy_widget(7, soon());
  lane_->destroy_widget(std::numeric_limits<std::int64_t>::max(), soon());
  EXPECT_TRUE(lane_->list_widgets(0, 100, soon()).empty());
}

TEST_F(CoreLaneTest, GivesAWidgetAnotherLabelAndMovesItsSiteByOne) {
  create(1, "old");
  const auto released_labels = [&] {
    const auto sites = lane_->read_ledger(soon());
    return std::ranges::find(sites, "label_text", &SiteRecord::name)->deallocations;
  };
  const auto before = released_labels();
  lane_->relabel_widget(1, "new", soon());
  EXPECT_EQ(lane_->list_widgets(0, 1, soon()).at(0).label, "new");
  EXPECT_EQ(released_labels() - before, 1U);
  EXPECT_EQ(refusal_of([&] { lane_->relabel_widget(1, "", soon()); }).exception, "BAD_PARAM");
  EXPECT_EQ(refusal_of([&] { lane_->relabel_widget(2, "new", soon()); }).exception,
            "OrbCore::WidgetNotFound");
  EXPECT_EQ(lane_->list_widgets(0, 1, soon()).at(0).label, "new");
}

TEST_F(CoreLaneTest, CreatesNoFailingWidget) {
  const CallFacts failure =
      refusal_of([&] { lane_->create_widget(1, "failing_widget", "label", Octets(3), soon()); });
  EXPECT_EQ(failure.exception, "INTERNAL");
  EXPECT_EQ(failure.completion, Completion::No);
  EXPECT_TRUE(lane_->list_widgets(0, 100, soon()).empty());
}

TEST_F(CoreLaneTest, TellsWidgetsThatExistAndThatDoNot) {
  create(1);
  const CallFacts exists = refusal_of([&] { create(1); });
  EXPECT_EQ(exists.exception, "OrbCore::WidgetExists");
  EXPECT_EQ(exists.completion, Completion::Yes);
  EXPECT_EQ(exists.operation, "create_widget");
  EXPECT_EQ(refusal_of([&] { lane_->find_widget(2, soon()); }).exception,
            "OrbCore::WidgetNotFound");
  EXPECT_EQ(refusal_of([&] { lane_->destroy_widget(2, soon()); }).exception,
            "OrbCore::WidgetNotFound");
}

TEST_F(CoreLaneTest, TellsWidgetsThatCannotBe) {
  const auto exception_for = [&](std::int64_t id, const std::string& type, const std::string& label,
                                 std::size_t octets) {
    return refusal_of([&] { lane_->create_widget(id, type, label, Octets(octets), soon()); })
        .exception;
  };
  EXPECT_EQ(exception_for(0, "button", "a", 0), "BAD_PARAM");
  EXPECT_EQ(exception_for(-1, "button", "a", 0), "BAD_PARAM");
  EXPECT_EQ(exception_for(1, "no_such_type", "a", 0), "BAD_PARAM");
  EXPECT_EQ(exception_for(1, "button", "", 0), "BAD_PARAM");
  EXPECT_EQ(exception_for(1, "button", std::string(256, 'a'), 0), "BAD_PARAM");
  EXPECT_EQ(exception_for(1, "button", "a", 65537), "BAD_PARAM");
  EXPECT_EQ(refusal_of([&] { lane_->list_widgets(0, 0, soon()); }).exception, "BAD_PARAM");
  EXPECT_EQ(refusal_of([&] { lane_->list_widgets(0, 101, soon()); }).exception, "BAD_PARAM");
}

TEST_F(CoreLaneTest, InvokesWidgetsWithEachTypeOfArgument) {
  create(1);
  const auto invoke = [&](const std::string& operation, const std::vector<Argument>& parameters) {
    return lane_->invoke_widget(1, operation, parameters, soon());
  };
  EXPECT_EQ(invoke("echo", {std::string("ab")}), Argument(std::string("ab")));
  EXPECT_EQ(invoke("reverse", {std::string("ab")}), Argument(std::string("ba")));
  EXPECT_EQ(invoke("uppercase", {std::string("ab")}), Argument(std::string("AB")));
  EXPECT_EQ(invoke("add", {std::int64_t{40}, std::int64_t{2}}), Argument(std::int64_t{42}));
  EXPECT_EQ(invoke("subtract", {0.5, 0.25}), Argument(0.25));
}

TEST_F(CoreLaneTest, TellsWhyAnInvocationFailed) {
  create(1);
  const auto facts_of = [&](const std::string& operation, const std::vector<Argument>& parameters) {
    return refusal_of([&] { lane_->invoke_widget(1, operation, parameters, soon()); });
  };
  EXPECT_EQ(facts_of("no_such_operation", {}).exception, "BAD_OPERATION");
  EXPECT_EQ(facts_of("divide", {std::int64_t{1}, std::int64_t{0}}).exception, "BAD_PARAM");
  EXPECT_EQ(facts_of("add", {true}).exception, "BAD_PARAM");
  EXPECT_EQ(facts_of("exception_operation", {}).exception, "OrbCore::OperationFailed");
  EXPECT_EQ(facts_of("exception_operation", {}).completion, Completion::Yes);
}

TEST_F(CoreLaneTest, InvokesOnlyWidgetsThatAreThere) {
  EXPECT_EQ(refusal_of([&] { lane_->invoke_widget(1, "test_operation", {}, soon()); }).exception,
            "OrbCore::WidgetNotFound");
  create(1);
  lane_->invoke_widget(1, "test_operation", {}, soon());
  lane_->destroy_widget(1, soon());
  EXPECT_EQ(refusal_of([&] { lane_->invoke_widget(1, "test_operation", {}, soon()); }).operation,
            "find_widget");
}

// Another lane destroys the widget whose reference this lane keeps.
TEST_F(CoreLaneTest, ForgetsAWidgetThatIsGone) {
  const auto other_pool = make_pool({.lanes = 1, .waiters = 0});
  Lease other = other_pool->lease(soon());
  create(1);
  other->destroy_widget(1, soon());
  const auto invoke = [&] { lane_->invoke_widget(1, "test_operation", {}, soon()); };
  EXPECT_EQ(refusal_of(invoke).exception, "OBJECT_NOT_EXIST");
  EXPECT_EQ(refusal_of(invoke).exception, "OrbCore::WidgetNotFound");
}

TEST_F(CoreLaneTest, KnowsMoreWidgetsThanItKeepsReferencesOf) {
  for (std::int64_t id = 1; id <= 1100; ++id) {
    create(id);
  }
  lane_->invoke_widget(1, "test_operation", {}, soon());
  lane_->invoke_widget(1100, "test_operation", {}, soon());
}

// Measuring --------------------------------------------------------------------------------------

TEST_F(CoreLaneTest, EchoesTexts) {
  for (const std::string& text : {std::string(), std::string("a"), text_of_every_octet_but_nul(),
                                  std::string(1 << 20, 'x')}) {
    EXPECT_EQ(lane_->echo_string(text, soon()), text);
  }
}

TEST_F(CoreLaneTest, RefusesATextWithANulBeforeItIsSent) {
  EXPECT_THROW(lane_->echo_string(std::string("a\0b", 3), soon()), ConfigError);
  EXPECT_THROW(lane_->echo_any(std::string("a\0b", 3), soon()), ConfigError);
  EXPECT_FALSE(lane_->spent());
  lane_->ping(soon());
}

TEST_F(CoreLaneTest, EchoesOctets) {
  for (const std::size_t size : {0UL, 1UL, 8191UL, 8192UL, 8193UL, 3UL << 20}) {
    Octets octets(size);
    std::iota(octets.begin(), octets.end(), std::uint8_t{0});
    EXPECT_EQ(lane_->echo_octets(octets, soon()), octets) << size;
  }
}

TEST_F(CoreLaneTest, EchoesSamples) {
  EXPECT_TRUE(lane_->echo_samples({}, soon()).empty());
  const std::vector<Sample> samples = {
      {std::numeric_limits<std::int32_t>::min(), -0.0, ""},
      {std::numeric_limits<std::int32_t>::max(), std::numeric_limits<double>::infinity(), "last"},
      {0, std::numeric_limits<double>::denorm_min(), std::string(10'000, 'y')}};
  EXPECT_EQ(lane_->echo_samples(samples, soon()), samples);
}

TEST_F(CoreLaneTest, EchoesEachTypeOfAny) {
  for (const Argument& value :
       {Argument(true), Argument(false), Argument(std::numeric_limits<std::int64_t>::min()),
        Argument(std::numeric_limits<double>::lowest()), Argument(std::string()),
        Argument(std::string("text"))}) {
    EXPECT_EQ(lane_->echo_any(value, soon()), value);
  }
}

TEST_F(CoreLaneTest, CountsOnewaysInTheirOrder) {
  for (std::uint64_t number = 1; number <= 100; ++number) {
    lane_->notify("orders", number, soon());
  }
  const ArrivalReport report = lane_->arrivals("orders", soon());
  EXPECT_EQ(report.arrived, 100U);
  EXPECT_EQ(report.out_of_order, 0U);
  EXPECT_EQ(report.last_sequence_number, 100U);
  lane_->forget_arrivals("orders", soon());
  EXPECT_EQ(lane_->arrivals("orders", soon()).arrived, 0U);
  EXPECT_EQ(lane_->arrivals("no such channel", soon()).arrived, 0U);
}

TEST_F(CoreLaneTest, CountsExecutions) {
  EXPECT_EQ(lane_->executions("t", soon()), 0U);
  EXPECT_EQ(lane_->execute("t", soon()), 1U);
  EXPECT_EQ(lane_->execute("t", soon()), 2U);
  EXPECT_EQ(lane_->executions("t", soon()), 2U);
  lane_->forget("t", soon());
  EXPECT_EQ(lane_->executions("t", soon()), 0U);
  EXPECT_EQ(lane_->execute(std::string(64, 't'), soon()), 1U);
  EXPECT_EQ(refusal_of([&] { lane_->execute("", soon()); }).exception, "BAD_PARAM");
  EXPECT_EQ(refusal_of([&] { lane_->execute(std::string(65, 't'), soon()); }).exception,
            "BAD_PARAM");
}

TEST_F(CoreLaneTest, HoldsTheCoreForThatLong) {
  const auto start = std::chrono::steady_clock::now();
  lane_->hold(30ms, soon());
  EXPECT_GE(std::chrono::steady_clock::now() - start, 30ms);
  lane_->hold(0ms, soon());
  EXPECT_EQ(refusal_of([&] { lane_->hold(60'001ms, soon()); }).exception, "BAD_PARAM");
  EXPECT_THROW(lane_->hold(-1ms, soon()), ConfigError);
}

// Diagnostics ------------------------------------------------------------------------------------

TEST_F(CoreLaneTest, ReadsTheLedger) {
  const auto sites = lane_->read_ledger(soon());
  EXPECT_EQ(sites.size(), 73U);
  EXPECT_EQ(
      std::count_if(sites.begin(), sites.end(),
                    [](const SiteRecord& site) { return site.priority == SitePriority::Critical; }),
      3);
  EXPECT_EQ(
      std::count_if(sites.begin(), sites.end(),
                    [](const SiteRecord& site) { return site.priority == SitePriority::High; }),
      10);
  for (const SiteRecord& site : sites) {
    EXPECT_EQ(site.allocations - site.deallocations, site.live_objects) << site.name;
  }
}

TEST_F(CoreLaneTest, ReadsTheProcess) {
  const ProcessState state = lane_->read_process(soon());
  EXPECT_EQ(state.process_id, core_.pid());
  EXPECT_EQ(state.connections, 1U);
  EXPECT_GT(state.threads, 0U);
  EXPECT_THAT(state.orb_name, HasSubstr("omniORB"));
  EXPECT_FALSE(state.host.empty());
  EXPECT_FALSE(state.core_name.empty());
}

// Observing --------------------------------------------------------------------------------------

struct RecordedCalls : CallObserver {
  void on_call(const CallRecord& record) override { records.push_back(record); }
  std::vector<CallRecord> records;
};

TEST_F(CoreFixture, TellsTheObserverOfEachCallAndItsOutcome) {
  RecordedCalls calls;
  const auto pool = make_pool({.lanes = 1, .waiters = 0}, &calls);
  {
    Lease lane = pool->lease(soon());
    EXPECT_TRUE(calls.records.empty());
    lane->ping(soon());
    EXPECT_THROW(lane->find_widget(1, soon()), RemoteError);
    EXPECT_THROW(lane->ping(Deadline::after(0ms)), TimeoutError);
    EXPECT_THROW(lane->hold(10s, Deadline::after(20ms)), TimeoutError);
    EXPECT_THROW(lane->ping(soon()), UnreachableError);
  }
  ASSERT_EQ(calls.records.size(), 5U);
  EXPECT_EQ(calls.records[0].operation, "ping");
  EXPECT_EQ(calls.records[0].outcome, Outcome::Success);
  EXPECT_EQ(calls.records[0].lane, 0U);
  EXPECT_GT(calls.records[0].elapsed, 0ns);
  EXPECT_EQ(calls.records[1].operation, "find_widget");
  EXPECT_EQ(calls.records[1].outcome, Outcome::RemoteError);
  EXPECT_EQ(calls.records[2].outcome, Outcome::Timeout);
  EXPECT_EQ(calls.records[3].outcome, Outcome::Timeout);
  EXPECT_GE(calls.records[3].elapsed, 20ms);
  EXPECT_EQ(calls.records[4].outcome, Outcome::Unreachable);
}

}  // namespace
}  // namespace orbbench::tests
