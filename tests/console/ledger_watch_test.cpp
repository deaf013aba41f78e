// Against the reference core: its page, its Diagnostics, its faults, its end.

#include "console/ledger_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "core_process.hpp"
#include "frozen_process.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::tests {
namespace {

using console::CoreSession;
using console::LedgerSource;
using console::LedgerState;
using console::LedgerWatch;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class LedgerWatchTest : public testing::Test {
 protected:
  enum class Metrics { Page, None };

  std::shared_ptr<CoreSession> session(Metrics metrics = Metrics::Page) {
    const std::string page =
        "http://127.0.0.1:" + std::to_string(core_.ports().metrics) + "/metrics";
    return std::make_shared<CoreSession>(
        runtime_, console::CoreAddress{core_.address(), metrics == Metrics::Page ? page : ""});
  }

  /// The first state that is so; the last one there was, after ten seconds.
  std::shared_ptr<const LedgerState> await(const std::function<bool(const LedgerState&)>& so) {
    const auto limit = steady_clock::now() + seconds(10);
    std::shared_ptr<const LedgerState> state = watch_.state();
    while (!so(*state) && steady_clock::now() < limit) {
      std::this_thread::yield();
      state = watch_.state();
    }
    EXPECT_TRUE(so(*state)) << state->trouble;
    return state;
  }
  std::shared_ptr<const LedgerState> await_looks(std::uint64_t looks) {
    return await([looks](const LedgerState& state) { return state.history.looks() >= looks; });
  }

  void with_lane(const std::function<void(orb_client::CoreLane&, orb_client::Deadline)>& act) {
    static const orb_client::OperationPolicy acting{
        .name = "test", .repeatability = orb_client::Repeatability::NotRepeatable};
    session()->client().call(acting, CoreSession::deadline(), act);
  }

  CoreProcess core_;
  orb_client::OrbRuntime runtime_;
  LedgerWatch watch_{milliseconds(20)};
};

TEST_F(LedgerWatchTest, ReadsTheMetricsPage) {
  watch_.watch(session());
  const auto state = await_looks(2);
  EXPECT_EQ(state->source, LedgerSource::MetricsPage);
  EXPECT_EQ(state->core, core_.address());
  EXPECT_EQ(state->history.latest()->sites.size(), 73U);
  EXPECT_THAT(state->history.broken(), IsEmpty());
}

TEST_F(LedgerWatchTest, WithoutAPageItAsksDiagnostics) {
  watch_.watch(session(Metrics::None));
  const auto state = await_looks(3);
  EXPECT_EQ(state->source, LedgerSource::DiagnosticsCall);
  EXPECT_EQ(state->history.latest()->sites.size(), 73U);
  EXPECT_THAT(state->history.broken(), IsEmpty());
  EXPECT_EQ(state->history.latest()->process_start_time, core_.pid());
}

TEST_F(LedgerWatchTest, BothSourcesTellTheSame) {
  watch_.watch(session());
  const auto page = await_looks(1);
  watch_.watch(session(Metrics::None));
  const auto call = await_looks(1);
  ASSERT_EQ(call->source, LedgerSource::DiagnosticsCall);
  for (const auto& [site, account] : page->history.latest()->sites) {
    ASSERT_TRUE(call->history.latest()->sites.contains(site)) << site;
    EXPECT_EQ(call->history.latest()->sites.at(site).priority, account.priority) << site;
  }
}

TEST_F(LedgerWatchTest, AFaultOfTheCoreBreaksARule) {
  watch_.watch(session());
  await_looks(1);
  with_lane([&](orb_client::CoreLane& lane, orb_client::Deadline limit) {
    for (const auto& [name, account] : watch_.state()->history.latest()->sites) {
      lane.inject_fault(orb_client::FaultKind::FreeWithoutCounting, name, limit);
    }
    lane.create_widget(1, "button", "label", std::vector<std::uint8_t>{1, 2, 3}, limit);
    lane.destroy_widget(1, limit);
  });
  const auto state = await([](const LedgerState& now) { return !now.history.broken().empty(); });
  EXPECT_TRUE(state->history.broken().front().now);
}

TEST_F(LedgerWatchTest, ACoreThatIsGoneIsTroubleAndTheHistoryStays) {
  watch_.watch(session());
  await_looks(2);
  core_.kill();
  core_.wait_until_gone();
  const auto state = await([](const LedgerState& now) { return !now.trouble.empty(); });
  EXPECT_GE(state->history.looks(), 2U);
  EXPECT_GE(state->failed_looks, 1U);
  EXPECT_THAT(state->trouble, Not(HasSubstr("\n")));
}

TEST_F(LedgerWatchTest, ForgetsACoreThatItNoLongerWatches) {
  watch_.watch(session());
  await_looks(1);
  watch_.watch(nullptr);
  EXPECT_EQ(watch_.state()->core, "");
  EXPECT_EQ(watch_.state()->history.looks(), 0U);
}

TEST_F(LedgerWatchTest, EndsSoonInTheMidstOfALook) {
  for (const Metrics metrics : {Metrics::Page, Metrics::None}) {
    auto watch = std::make_unique<LedgerWatch>(milliseconds(20));
    watch->watch(session(metrics));
    while (watch->state()->history.looks() == 0) {
      std::this_thread::yield();
    }
    const FrozenProcess frozen(core_.pid());
    const auto asked = steady_clock::now();
    watch->watch(session(metrics));  // returns at once, whatever the look under way does
    EXPECT_LT(steady_clock::now() - asked, milliseconds(500));
    watch.reset();
    EXPECT_LT(steady_clock::now() - asked, milliseconds(2500));
  }
}

}  // namespace
}  // namespace orbbench::tests
