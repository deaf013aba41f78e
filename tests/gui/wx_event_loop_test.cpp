#include "orbbench/widget_bridge/wx_event_loop.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <future>
#include <numeric>
#include <thread>
#include <vector>

#include "view_fixture.hpp"

namespace orbbench::tests {
namespace {

using orb_client::Deadline;
using widget_bridge::UiThreadBusy;
using widget_bridge::WxEventLoop;
using namespace std::chrono_literals;

class WxEventLoopTest : public ViewFixture {};
class DisplayTest : public DisplayFixture {};

TEST_F(WxEventLoopTest, RunsTasksInTheOrderOfTheirPostsOnTheMainThread) {
  std::vector<int> order;
  std::thread poster([&] {
    for (int number = 0; number < 500; ++number) {
      loop_.post([&, number] { order.push_back(number); });
    }
    loop_.post([&] { loop_.stop(); });
  });
  loop_.run();
  poster.join();
  std::vector<int> expected(500);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(order, expected);
}

TEST_F(WxEventLoopTest, CallsOfManyThreadsGetTheirOwnResults) {
  std::vector<std::future<bool>> callers;
  std::atomic<int> left = 8;
  const auto main_thread = std::this_thread::get_id();
  for (int number = 0; number < 8; ++number) {
    callers.push_back(std::async(std::launch::async, [&, number] {
      bool right = true;
      for (int call = 0; call < 100; ++call) {
        const auto got = loop_.call(Deadline::after(20s), [&] {
          return std::pair(number * 1000 + call, std::this_thread::get_id());
        });
        right = right && got == std::pair(number * 1000 + call, main_thread);
      }
      if (--left == 0) {
        loop_.stop();
      }
      return right;
    }));
  }
  loop_.run();
  for (auto& caller : callers) {
    EXPECT_TRUE(caller.get());
  }
}

TEST_F(WxEventLoopTest, CallEndsAtItsDeadlineWhileTheThreadIsBusy) {
  std::promise<void> begun;
  std::promise<void> refused;
  bool ran = false;
  loop_.post([&] {
    begun.set_value();
    refused.get_future().wait();
  });
  auto caller = std::async(std::launch::async, [&] {
    begun.get_future().wait();
    EXPECT_THROW(loop_.call(Deadline::after(20ms), [&] { ran = true; }), UiThreadBusy);
    refused.set_value();
    loop_.post([&] { loop_.stop(); });
  });
  loop_.run();
  caller.get();
  EXPECT_FALSE(ran);
}

TEST_F(WxEventLoopTest, RefusesATaskWhen1024Wait) {
  for (std::size_t waiting = 0; waiting < WxEventLoop::kMaxWaiting; ++waiting) {
    loop_.post([] {});
  }
  EXPECT_THROW(loop_.post([] {}), UiThreadBusy);
}

TEST_F(WxEventLoopTest, RefusesTasksAfterItsEndAndDropsThoseThatWait) {
  auto kept = std::make_shared<int>(1);
  bool ran = false;
  loop_.post([&] { loop_.stop(); });
  loop_.post([&ran, kept] { ran = true; });
  loop_.run();
  EXPECT_FALSE(ran);
  EXPECT_EQ(kept.use_count(), 1);
  EXPECT_THROW(loop_.post([] {}), UiThreadBusy);
}

TEST_F(WxEventLoopTest, ACallThatWaitsWhenTheLoopStopsFailsAtOnce) {
  std::promise<void> begun;
  auto caller = std::async(std::launch::async, [&] {
    begun.get_future().wait();
    EXPECT_THROW(loop_.call(Deadline::after(60s), [] {}), UiThreadBusy);
  });
  loop_.post([&] {
    begun.set_value();
    loop_.stop();
  });
  loop_.run();
  EXPECT_EQ(caller.wait_for(20s), std::future_status::ready);
}

TEST_F(WxEventLoopTest, RunReturnsAtOnceWhenStopCameBefore) {
  loop_.stop();
  loop_.run();
}

TEST_F(WxEventLoopTest, SpendsNoProcessorTimeWhileNothingIsPosted) {
  const auto processor_time = [] {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return std::chrono::seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           std::chrono::microseconds(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  };
  const auto before = processor_time();
  std::promise<void> never;
  std::thread stopper([&] {
    never.get_future().wait_for(500ms);
    loop_.stop();
  });
  loop_.run();
  stopper.join();
  EXPECT_LT(processor_time() - before, 250ms);
}

TEST_F(DisplayTest, TellsTheObserverHowLongEachTaskTook) {
  std::vector<std::chrono::steady_clock::duration> times;
  WxEventLoop loop([&](std::chrono::steady_clock::duration time) { times.push_back(time); });
  loop.post([] {
    const auto end = std::chrono::steady_clock::now() + 2ms;
    while (std::chrono::steady_clock::now() < end) {
    }
  });
  loop.post([&] { loop.stop(); });
  loop.run();
  ASSERT_EQ(times.size(), 2U);
  EXPECT_GE(times[0], 2ms);
}

TEST_F(DisplayTest, NamesTheDisplayThatCannotBeOpened) {
  ::setenv("DISPLAY", ":no-such-display", 1);
  try {
    WxEventLoop loop;
    FAIL() << "it started";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr(":no-such-display"));
  }
}

using DisplayDeathTest = DisplayTest;

TEST_F(DisplayDeathTest, ALostDisplayEndsTheProcessWithALine) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_EXIT(
      {
        XDisplay display;
        ::setenv("DISPLAY", display.name().c_str(), 1);
        WxEventLoop loop;
        loop.post([&] { display.kill(); });
        loop.run();
      },
      testing::ExitedWithCode(WxEventLoop::kDisplayLost), "lost the X display :");
}

}  // namespace
}  // namespace orbbench::tests
