#include <gmock/gmock.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <fstream>
#include <random>
#include <thread>

#include "core_fixture.hpp"
#include "orbbench/metrics/ledger.hpp"
#include "orbbench/metrics/scraper.hpp"
#include "recording_relay.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;
using testing::IsEmpty;

constexpr std::size_t kAttackers = 3;
constexpr std::size_t kConnectionsEach = 1000;
// A sanitizer keeps what was freed for a while; LeakSanitizer judges instead, when the core ends.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr long kMostGrowthKib = 512L * 1024;
#else
constexpr long kMostGrowthKib = 10L * 1024;
#endif

constexpr std::size_t kHeaderOctets = 12;
constexpr std::size_t kSizeOffset = 8;

/// Makes a wrong message of a right one. Most keep a header that fits, or the core would look no
/// further.
class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
  }

  Message mutate(const Message& right) {
    Message header(right.begin(), right.begin() + kHeaderOctets);
    Message body(right.begin() + kHeaderOctets, right.end());
    for (std::size_t change = below(3) + 1; change > 0 && !body.empty(); --change) {
      mutate_body(body);
    }
    state_size(header, body.size());
    if (below(4) == 0) {
      header[below(header.size())] = static_cast<std::uint8_t>(below(256));
    }
    header.insert(header.end(), body.begin(), body.end());
    return header;
  }

 private:
  void mutate_body(Message& body) {
    const std::size_t place = below(body.size());
    switch (below(5)) {
      case 0:
        body[place] = static_cast<std::uint8_t>(below(256));
        break;
      case 1:
        body[place] ^= static_cast<std::uint8_t>(1U << below(8));
        break;
      case 2:
        body.resize(place);
        break;
      case 3:
        body.insert(body.begin() + static_cast<std::ptrdiff_t>(place), below(64), 0xff);
        break;
      default:
        lie_about_a_length(body);
    }
  }

  // Lengths are words at a place that four divides, and nothing tells which words are lengths.
  void lie_about_a_length(Message& body) {
    constexpr std::array<std::uint32_t, 5> kLies = {0, 1, 0x7fffffff, 0x80000000, 0xffffffff};
    if (body.size() >= 4) {
      put_word(body, 4 * below(body.size() / 4), kLies[below(kLies.size())]);
    }
  }

  static void state_size(Message& header, std::size_t octets) {
    put_word(header, kSizeOffset, static_cast<std::uint32_t>(octets));
  }

  // The client's byte order, which is this machine's.
  static void put_word(Message& message, std::size_t place, std::uint32_t word) {
    std::memcpy(message.data() + place, &word, sizeof word);
  }

  std::mt19937_64 random_;
};

long resident_kib(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  for (std::string word; file >> word;) {
    if (word == "VmRSS:") {
      long kib = 0;
      file >> kib;
      return kib;
    }
  }
  return 0;
}

class HostileGiopTest : public testing::Test {
 protected:
  HostileGiopTest()
      : core_({.further_arguments = {}}),
        pool_(runtime_, Endpoint::parse(core_.reference()), {.lanes = 2, .waiters = 0}) {}

  static Deadline soon() { return Deadline::after(20s); }

  /// One real message for each operation that neither waits nor dials.
  std::vector<Message> record_messages() {
    RecordingRelay relay(core_.ports().iiop);
    {
      ConnectionPool pool(runtime_, Endpoint::parse(relay.address()), {.lanes = 1, .waiters = 0});
      Lease lane = pool.lease(soon());
      const Octets secret(32, 0x5a);
      lane->create_widget(1, "button", "label", secret, soon());
      lane->invoke_widget(1, "add", {std::int64_t{1}, std::int64_t{2}}, soon());
      lane->list_widgets(0, 10, soon());
      lane->echo_string("text", soon());
      lane->echo_octets(secret, soon());
      lane->echo_samples({{1, 2.5, "name"}}, soon());
      lane->echo_any(2.5, soon());
      lane->notify("channel", 1, soon());
      lane->arrivals("channel", soon());
      lane->execute("token", soon());
      lane->read_ledger(soon());
      lane->destroy_widget(1, soon());
    }
    return relay.finish();
  }

  /// Returns how many replies came: messages that were read to their end, and answered.
  std::size_t attack(const std::vector<Message>& messages, std::uint64_t seed) const {
    Mutator mutator(seed);
    std::size_t replies = 0;
    for (std::size_t i = 0; i < kConnectionsEach; ++i) {
      const Descriptor connection = connect_to(core_.ports().iiop);
      for (std::size_t sent = mutator.below(3) + 1; sent > 0; --sent) {
        const Message message = mutator.mutate(messages[mutator.below(messages.size())]);
        // The core may have hung up already, as it should.
        send(connection.number(), message.data(), message.size(), MSG_NOSIGNAL);
      }
      if (mutator.below(4) == 0) {
        close_by_reset(connection.number());
      } else {
        replies += is_answered(connection.number()) ? 1U : 0U;
      }
    }
    return replies;
  }

  static void close_by_reset(int socket) {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }

  static bool is_answered(int socket) {
    constexpr int kPatienceMs = 5;
    constexpr std::uint8_t kReply = 1;
    pollfd watched{socket, POLLIN, 0};
    std::array<std::uint8_t, kHeaderOctets> header{};
    return poll(&watched, 1, kPatienceMs) > 0 &&
           recv(socket, header.data(), header.size(), MSG_WAITALL) == ssize_t{kHeaderOctets} &&
           header[7] == kReply;
  }

  std::uint32_t await_connections(std::uint32_t most) {
    Lease lane = pool_.lease(soon());
    const Deadline deadline = soon();
    while (lane->read_process(soon()).connections > most && !deadline.expired()) {
      std::this_thread::yield();
    }
    return lane->read_process(soon()).connections;
  }

  metrics::Ledger read_ledger() const {
    const metrics::Scraper scraper("http://127.0.0.1:" + std::to_string(core_.ports().metrics));
    return metrics::read_ledger(scraper.scrape());
  }

  OrbRuntime runtime_;
  CoreProcess core_;
  ConnectionPool pool_;
};

TEST_F(HostileGiopTest, ACoreUnderMalformedMessagesGoesOnServingOthersAndKeepsNothing) {
  const std::vector<Message> messages = record_messages();
  ASSERT_GE(messages.size(), 15U);
  const std::uint32_t connections = await_connections(1);
  attack(messages, 0);  // brings the core's own pools to their size
  const long resident = resident_kib(core_.pid());

  std::atomic<std::size_t> served = 0;
  std::string failure;
  std::jthread bystander([&](const std::stop_token& stop) {
    Lease lane = pool_.lease(soon());
    try {
      while (!stop.stop_requested()) {
        lane->ping(Deadline::after(2s));
        ++served;
      }
    } catch (const CallError& error) {
      failure = error.what();
    }
  });
  std::atomic<std::size_t> replies = 0;
  {
    std::vector<std::jthread> attackers;
    for (std::size_t i = 1; i <= kAttackers; ++i) {
      attackers.emplace_back([&, i] { replies += attack(messages, i); });
    }
  }
  bystander.request_stop();
  bystander.join();

  EXPECT_EQ(failure, "");
  EXPECT_GT(served, 0U);
  // Else nothing was tried but the reading of headers.
  EXPECT_GT(replies, kConnectionsEach / 4);
  EXPECT_LE(await_connections(connections + 1), connections + 1);
  EXPECT_LT(resident_kib(core_.pid()) - resident, kMostGrowthKib);
  EXPECT_THAT(metrics::find_imbalances(read_ledger()), IsEmpty());
  EXPECT_NO_THROW(core_.stop());
}

}  // namespace
}  // namespace orbbench::tests
