// Zero copies of a released secret anywhere in the core's process, on every path: by the witness,
// which is no part of the core. ADR 15 tells how the core comes to it.

#include <gmock/gmock.h>
#include <poll.h>

#include <array>
#include <cstring>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <thread>

#include "core_fixture.hpp"
#include "memory/memory_scan.hpp"
#include "orbbench/metrics/exposition.hpp"
#include "orbbench/metrics/scraper.hpp"
#include "orbbench/orb_client/dynamic_object.hpp"
#include "raw_create.hpp"
#include "tracing.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;
using memory::Canary;
using testing::IsEmpty;
using testing::Not;

// A release is to be complete by then.
constexpr auto kMostExposure = 100ms;
// 64 and 256 octets are copied through vector registers alone. Up to the ORB's buffer of 8192, and
// beyond: a request that does not fit is fragmented.
constexpr std::array<std::size_t, 6> kSizes = {32, 64, 256, 7900, 20000, 65536};
constexpr std::size_t kUnfragmented = 7900;

/// Starts and looks at a core of its own, and hands out canaries in secrets of any length.
class CleanCore {
 public:
  explicit CleanCore(std::vector<std::string> further_arguments = {"--enable-faults"})
      : core_({.further_arguments = std::move(further_arguments)}),
        pool_(runtime_, Endpoint::parse(core_.reference()), {.lanes = 4, .waiters = 0}),
        lane_(pool_.lease(soon())) {}

  static Deadline soon() { return Deadline::after(20s); }

  OrbRuntime& runtime() { return runtime_; }
  const CoreProcess& process() const { return core_; }
  ConnectionPool& pool() { return pool_; }
  CoreLane& lane() { return *lane_; }

  static void create(CoreLane& lane, std::int64_t id, const Canary& canary,
                     std::size_t octets = memory::kCanaryOctets, const std::string& type = "button",
                     Deadline deadline = soon(), const std::string& label = "label") {
    canary.reveal([&](auto plain) {
      Octets secret(octets);
      for (std::size_t i = 0; i < octets; ++i) {
        secret[i] = plain[i % plain.size()];
      }
      lane.create_widget(id, type, label, secret, deadline);
    });
  }

  /// One line for each copy that is in the process now.
  std::vector<std::string> copies(const Canary& canary) const {
    const auto report = scan_process({.pid = core_.pid()}, std::span(&canary, 1));
    EXPECT_TRUE(report.scan.complete);
    std::vector<std::string> lines;
    for (const memory::Finding& finding : report.scan.findings) {
      lines.push_back(describe(finding));
    }
    return lines;
  }

  /// Those that outlive a release that has just been.
  std::vector<std::string> copies_left(const Canary& canary) const {
    std::this_thread::sleep_for(kMostExposure);  // the promise itself
    return copies(canary);
  }

 private:
  OrbRuntime runtime_;
  CoreProcess core_;
  ConnectionPool pool_;
  Lease lane_;
};

/// A create that the core must refuse.
struct Refusal {
  const char* exception;
  std::int64_t id = 2;
  const char* type = "button";
  const char* label = "label";
  std::size_t octets = 32;
};

class CleanCoreTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const std::string reason = why_tracing_is_forbidden(); !reason.empty()) {
      GTEST_SKIP() << reason;
    }
  }

  void expect_refusal(CleanCore& core, const Refusal& refusal) {
    const auto error = error_of<RemoteError>([&] {
      CleanCore::create(core.lane(), refusal.id, canary_, refusal.octets, refusal.type,
                        CleanCore::soon(), refusal.label);
    });
    ASSERT_TRUE(error);
    EXPECT_THAT(error->facts().exception, testing::HasSubstr(refusal.exception));
    EXPECT_THAT(core.copies_left(canary_), IsEmpty());
  }

  const Canary canary_ = Canary::draw();
};

TEST_F(CleanCoreTest, FirstSecretOfAProcessIsGoneAfterItsRelease) {
  for (const std::size_t octets : kSizes) {
    SCOPED_TRACE(octets);
    CleanCore core;
    CleanCore::create(core.lane(), 1, canary_, octets);
    EXPECT_THAT(core.copies(canary_), Not(IsEmpty())) << "the witness is blind";
    core.lane().destroy_widget(1, CleanCore::soon());
    EXPECT_THAT(core.copies_left(canary_), IsEmpty());
  }
}

// Buffers, arenas and stacks have been used by then, and are used again.
TEST_F(CleanCoreTest, SecretsAreGoneAfterConcurrentLoad) {
  CleanCore core;
  {
    std::vector<std::jthread> callers;
    for (std::int64_t caller = 0; caller < 3; ++caller) {
      callers.emplace_back([&core, caller, canary = &canary_] {
        Lease lane = core.pool().lease(CleanCore::soon());
        for (std::size_t round = 0; round < 40; ++round) {
          const std::int64_t id = 1 + caller * 1000 + static_cast<std::int64_t>(round);
          CleanCore::create(*lane, id, *canary, kSizes.at(round % kSizes.size()));
          lane->destroy_widget(id, CleanCore::soon());
        }
      });
    }
  }
  EXPECT_THAT(core.copies_left(canary_), IsEmpty());
}

TEST_F(CleanCoreTest, SecretIsGoneThatAnotherConnectionReleases) {
  CleanCore core;
  Lease other = core.pool().lease(CleanCore::soon());
  CleanCore::create(core.lane(), 1, canary_);
  other->destroy_widget(1, CleanCore::soon());
  EXPECT_THAT(core.copies_left(canary_), IsEmpty());
}

TEST_F(CleanCoreTest, SecretIsGoneThatCameByDynamicInvocation) {
  CleanCore core;
  const auto connect = [&](const std::string& reference, const std::string& interface) {
    return DynamicObject(core.runtime(), Endpoint::parse(reference),
                         InterfaceCatalogue::built_in().interface(interface),
                         InterfaceCatalogue::built_in(), CleanCore::soon());
  };
  DynamicObject root = connect(core.process().reference(), "OrbCore::Core");
  const std::string reference =
      root.call("_get_registry_object", nlohmann::json::array(), CleanCore::soon())["result"];
  DynamicObject registry = connect(reference, "OrbCore::WidgetRegistry");
  canary_.reveal([&](auto plain) {
    const std::vector<std::uint8_t> secret(plain.begin(), plain.end());
    registry.call("create", {1, "button", "label", secret}, CleanCore::soon());
  });
  EXPECT_THAT(core.copies(canary_), Not(IsEmpty())) << "the witness is blind";
  core.lane().destroy_widget(1, CleanCore::soon());
  EXPECT_THAT(core.copies_left(canary_), IsEmpty());
}

// In a core of its own each: functions that are called for the first time leave more behind.
TEST_F(CleanCoreTest, NoSecretOfARefusedCreateStays) {
  for (const Refusal& refusal :
       {Refusal{"BAD_PARAM", 0}, Refusal{"BAD_PARAM", 2, "no_such_type"},
        Refusal{"BAD_PARAM", 2, "button", ""}, Refusal{"BAD_PARAM", 2, "button", "label", 65537},
        Refusal{"INTERNAL", 2, "failing_widget"}}) {
    SCOPED_TRACE(std::string(refusal.exception) + " of " + refusal.type);
    CleanCore core;
    expect_refusal(core, refusal);
  }
}

TEST_F(CleanCoreTest, NoSecretStaysOfACreateThatFindsNoRoom) {
  for (const Refusal& refusal :
       {Refusal{"WidgetExists", 1}, Refusal{"WidgetExists", 1, "button", "label", 65536},
        Refusal{"IMP_LIMIT"}}) {
    SCOPED_TRACE(refusal.exception);
    CleanCore core({"--max-widgets", "1"});
    CleanCore::create(core.lane(), 1, Canary::draw());
    expect_refusal(core, refusal);
  }
}

TEST_F(CleanCoreTest, SecretIsGoneThatCameInFragments) {
  CleanCore core;
  const RawCreate create(core.runtime(), core.process(), kUnfragmented);
  const Descriptor connection = connect_to(core.process().ports().iiop);
  canary_.reveal([&](auto plain) {
    for (const Message& fragment : in_fragments(create.whole(1, plain), 1024)) {
      send_all(connection.number(), fragment);
    }
  });
  pollfd answered{connection.number(), POLLIN, 0};
  ASSERT_EQ(poll(&answered, 1, 20000), 1);
  EXPECT_THAT(core.copies(canary_), Not(IsEmpty())) << "the witness is blind";
  core.lane().destroy_widget(1, CleanCore::soon());
  EXPECT_THAT(core.copies_left(canary_), IsEmpty());
}

class CutOffTest : public CleanCoreTest {
 protected:
  /// So much of a create, and no more; returns when the core has it in its memory.
  Descriptor send_part(CleanCore& core, const std::vector<Message>& part) {
    Descriptor connection = connect_to(core.process().ports().iiop);
    for (const Message& message : part) {
      send_all(connection.number(), message);
    }
    const Deadline deadline = CleanCore::soon();
    while (core.copies(canary_).empty() && !deadline.expired()) {
      std::this_thread::yield();
    }
    EXPECT_FALSE(deadline.expired()) << "the secret never came";
    return connection;
  }

  std::vector<Message> half_of_a_message(CleanCore& core) {
    const RawCreate create(core.runtime(), core.process(), 5000);
    Message message;
    canary_.reveal([&](auto plain) { message = create.whole(1, plain); });
    message.resize(message.size() / 2);
    return {message};
  }

  std::vector<Message> some_fragments(CleanCore& core) {
    const RawCreate create(core.runtime(), core.process(), kUnfragmented);
    std::vector<Message> fragments;
    canary_.reveal([&](auto plain) { fragments = in_fragments(create.whole(1, plain), 1024); });
    fragments.resize(3);
    return fragments;
  }
};

TEST_F(CutOffTest, NothingStaysWhenTheClientResetsInMidMessage) {
  CleanCore core;
  reset(send_part(core, half_of_a_message(core)));
  EXPECT_THAT(core.copies_left(canary_), IsEmpty());
}

TEST_F(CutOffTest, NothingStaysWhenTheClientClosesInMidMessage) {
  CleanCore core;
  send_part(core, half_of_a_message(core));  // which closes it
  EXPECT_THAT(core.copies_left(canary_), IsEmpty());
}

TEST_F(CutOffTest, NothingStaysWhenTheClientGoesBetweenFragments) {
  CleanCore core;
  reset(send_part(core, some_fragments(core)));
  EXPECT_THAT(core.copies_left(canary_), IsEmpty());
}

TEST_F(CutOffTest, NothingStaysOfARequestThatIsCancelledBetweenFragments) {
  CleanCore core;
  const std::vector<Message> fragments = some_fragments(core);
  const Descriptor connection = send_part(core, fragments);
  send_all(connection.number(), cancel_of(fragments.front()));
  EXPECT_THAT(core.copies_left(canary_), IsEmpty());
}

TEST_F(CutOffTest, NothingStaysOfAMessageThatLiesAboutTheLengthOfItsSecret) {
  for (const std::uint32_t lie : {8U, 100U, 0x7fffffffU}) {
    SCOPED_TRACE(lie);
    CleanCore core;
    const RawCreate create(core.runtime(), core.process(), 32);
    Message message;
    canary_.reveal([&](auto plain) { message = create.whole(1, plain); });
    std::memcpy(message.data() + create.secret_offset() - sizeof lie, &lie, sizeof lie);
    const Descriptor connection = connect_to(core.process().ports().iiop);
    send_all(connection.number(), message);
    pollfd answered{connection.number(), POLLIN, 0};
    ASSERT_EQ(poll(&answered, 1, 20000), 1);
    // A length that is too small makes a widget with a part of the secret, and octets behind it.
    for (const WidgetDescription& widget : core.lane().list_widgets(0, 10, CleanCore::soon())) {
      core.lane().destroy_widget(widget.widget_id, CleanCore::soon());
    }
    EXPECT_THAT(core.copies_left(canary_), IsEmpty());
  }
}

TEST_F(CleanCoreTest, NothingStaysWhenTheDeadlinePassesInMidCall) {
  CleanCore core;
  Lease other = core.pool().lease(CleanCore::soon());
  other->delay_replies(300ms, 0, CleanCore::soon());
  EXPECT_TRUE(error_of<TimeoutError>(
      [&] { CleanCore::create(core.lane(), 1, canary_, 32, "button", Deadline::after(50ms)); }));
  other->delay_replies(0ms, 0, CleanCore::soon());
  other->destroy_widget(1, CleanCore::soon());
  EXPECT_THAT(core.copies_left(canary_), IsEmpty());
}

// The thread that carried the call out still waits to reply.
TEST_F(CleanCoreTest, SecretIsGoneThoughItsCreateHasNotYetReplied) {
  CleanCore core;
  Lease other = core.pool().lease(CleanCore::soon());
  CleanCore::create(*other, 1, Canary::draw());
  other->delay_replies(1s, 0, CleanCore::soon());
  EXPECT_TRUE(error_of<TimeoutError>(
      [&] { CleanCore::create(core.lane(), 1, canary_, 32, "button", Deadline::after(50ms)); }));
  EXPECT_THAT(core.copies_left(canary_), IsEmpty());
}

TEST_F(CleanCoreTest, NothingStaysWhenTheReplyIsDropped) {
  CleanCore core;
  Lease other = core.pool().lease(CleanCore::soon());
  other->drop_replies(1, CleanCore::soon());
  EXPECT_TRUE(error_of<CallError>([&] { CleanCore::create(core.lane(), 1, canary_); }));
  other->destroy_widget(1, CleanCore::soon());
  EXPECT_THAT(core.copies_left(canary_), IsEmpty());
}

TEST_F(CleanCoreTest, EachWayOfWipingLeavesNothing) {
  for (const char* method : {"sodium", "explicit_bzero", "memset"}) {
    SCOPED_TRACE(method);
    CleanCore core({"--wipe-with", method});
    CleanCore::create(core.lane(), 1, canary_, 7900);
    core.lane().destroy_widget(1, CleanCore::soon());
    EXPECT_THAT(core.copies_left(canary_), IsEmpty());
  }
}

TEST_F(CleanCoreTest, SkippedAndPretendedWipesShow) {
  for (const FaultKind fault : {FaultKind::SkipZeroization, FaultKind::PretendZeroization}) {
    SCOPED_TRACE(to_string(fault));
    CleanCore core;
    core.lane().inject_fault(fault, "credential_secret", CleanCore::soon());
    CleanCore::create(core.lane(), 1, canary_);
    core.lane().destroy_widget(1, CleanCore::soon());
    EXPECT_THAT(core.copies_left(canary_), Not(IsEmpty()));
  }
}

// What the metrics page says of locked memory, and what the kernel says.
TEST_F(CleanCoreTest, MemoryIsLockedWhereThatIsAllowed) {
  const CleanCore core;
  const metrics::Scraper scraper("http://127.0.0.1:" +
                                 std::to_string(core.process().ports().metrics));
  const auto said =
      scraper.scrape().value("orbbench_core_memory_locked", {{"service", "orb-core"}});
  std::ifstream file("/proc/" + std::to_string(core.process().pid()) + "/status");
  long locked_kib = 0;
  for (std::string word; file >> word;) {
    if (word == "VmLck:") {
      file >> locked_kib;
    }
  }
  EXPECT_EQ(said, locked_kib > 0 ? 1 : 0);
}

}  // namespace
}  // namespace orbbench::tests
