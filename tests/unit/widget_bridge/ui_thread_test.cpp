#include "orbbench/widget_bridge/ui_thread.hpp"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <thread>

#include "queued_ui_thread.hpp"

namespace orbbench::widget_bridge {
namespace {

using orb_client::Deadline;
using namespace std::chrono_literals;

class UiThreadTest : public testing::Test {
 protected:
  template <class Work>
  auto called(Deadline deadline, Work work) {
    return std::async(std::launch::async,
                      [this, deadline, work] { return ui_.call(deadline, work); });
  }

  static Deadline soon() { return Deadline::after(20s); }

  QueuedUiThread ui_;
};

TEST_F(UiThreadTest, CallReturnsWhatTheWorkReturned) {
  auto result = called(soon(), [] { return std::string("done"); });
  ui_.run_one();
  EXPECT_EQ(result.get(), "done");
}

TEST_F(UiThreadTest, CallRunsWorkOnTheUiThread) {
  auto result = called(soon(), [] { return std::this_thread::get_id(); });
  ui_.run_one();
  EXPECT_EQ(result.get(), std::this_thread::get_id());
}

TEST_F(UiThreadTest, CallThrowsWhatTheWorkThrew) {
  auto result = called(soon(), [] { throw std::invalid_argument("wrong"); });
  ui_.run_one();
  EXPECT_THROW(result.get(), std::invalid_argument);
}

TEST_F(UiThreadTest, CallEndsAtItsDeadlineAndTheWorkNeverRuns) {
  bool ran = false;
  EXPECT_THROW(ui_.call(Deadline::after(1ms), [&] { ran = true; }), UiThreadBusy);
  ui_.run_one();
  EXPECT_FALSE(ran);
}

TEST_F(UiThreadTest, CallWaitsForWorkThatHasBegunBeyondItsDeadline) {
  const Deadline deadline = Deadline::after(200ms);
  auto result = called(deadline, [deadline] {
    std::this_thread::sleep_until(deadline.instant() + 20ms);
    return 7;
  });
  ui_.run_one();
  EXPECT_EQ(result.get(), 7);
}

TEST_F(UiThreadTest, CallFailsAtOnceWhenItsTaskIsDropped) {
  auto result = called(soon(), [] { return 1; });
  ui_.drop_one();
  EXPECT_THROW(result.get(), UiThreadBusy);
  EXPECT_FALSE(soon().expired());
}

TEST_F(UiThreadTest, CallFailsWhenTheTaskIsRefused) {
  ui_.refuse_from_now_on();
  EXPECT_THROW(ui_.call(soon(), [] {}), UiThreadBusy);
}

}  // namespace
}  // namespace orbbench::widget_bridge
