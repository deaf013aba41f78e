// A process that holds secrets where it is told to. A command on standard input is one word of 16
// octets, a number of 8, and 32 octets that come masked and are unmasked in place: whatever is
// found of them was put there. Each is answered by one octet.

#include <fcntl.h>
#include <sodium.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "victim_protocol.hpp"

namespace orbbench::tests {
namespace {

using Octet = std::uint8_t;

constexpr std::size_t kPage = 4096;

Request request;  // what stands here is masked

// Octet by octet: a vector register would carry the secret on, and be spilled to some stack.
void unmask(volatile Octet* target) {
  for (std::size_t i = 0; i < kSecretOctets; ++i) {
    target[i] = static_cast<Octet>(request.masked[i] ^ kMask);
  }
}

/// What the secrets stand in, to be wiped on request.
std::vector<std::pair<Octet*, std::size_t>> planted;

Octet* remember(void* memory, std::size_t octets) {
  planted.emplace_back(static_cast<Octet*>(memory), octets);
  return static_cast<Octet*>(memory);
}

Octet* map(std::size_t octets, int flags) {
  void* memory = mmap(nullptr, octets, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | flags, -1, 0);
  if (memory == MAP_FAILED) {
    std::abort();
  }
  return static_cast<Octet*>(memory);
}

/// Runs work on threads that stay, with what it keeps in scope, until the process ends.
void stay_on_thread(const std::function<void(const std::function<void()>& stay)>& work) {
  struct Meeting {
    std::mutex mutex;
    std::condition_variable arrived;
    bool here = false;
  };
  auto meeting = std::make_shared<Meeting>();
  std::thread([meeting, work] {
    work([&] {
      {
        const std::lock_guard lock(meeting->mutex);
        meeting->here = true;
      }
      meeting->arrived.notify_one();
      while (true) {
        pause();
      }
    });
  }).detach();
  std::unique_lock lock(meeting->mutex);
  meeting->arrived.wait(lock, [&] { return meeting->here; });
}

thread_local std::array<Octet, kSecretOctets> of_thread;
std::array<Octet, kSecretOctets> of_program = {1};

// A second thread allocates from an arena of its own.
void on_thread(const std::function<void()>& plant) {
  stay_on_thread([plant](const auto& stay) {
    plant();
    stay();
  });
}

void plant_on_stack() {
  stay_on_thread([](const auto& stay) {
    std::array<Octet, 256> local{};
    unmask(remember(local.data(), local.size()) + 64);
    stay();
  });
}

void plant_in_thread_local() {
  stay_on_thread([](const auto& stay) {
    unmask(remember(of_thread.data(), of_thread.size()));
    stay();
  });
}

void plant_text(const std::function<std::string(const Octet*)>& encode) {
  std::array<Octet, kSecretOctets> plain;
  unmask(plain.data());
  std::string text = encode(plain.data());
  std::copy(text.begin(), text.end(), remember(std::malloc(1024), 1024));
  sodium_memzero(plain.data(), plain.size());
  sodium_memzero(text.data(), text.size());
}

std::string hex(const Octet* plain) {
  std::string text(2 * kSecretOctets + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), plain, kSecretOctets);
  return text;
}

std::string base64(const Octet* plain, int variant) {
  std::array<Octet, kSecretOctets + 1> shifted{'x'};  // at another alignment
  std::memcpy(shifted.data() + 1, plain, kSecretOctets);
  std::string text(sodium_base64_encoded_len(shifted.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), shifted.data(), shifted.size(), variant);
  sodium_memzero(shifted.data(), shifted.size());
  return text;
}

std::string utf16(const std::string& narrow, bool big) {
  std::string text;
  for (const char letter : narrow) {
    text += big ? std::string{'\0', letter} : std::string{letter, '\0'};
  }
  return text;
}

std::string plain_text(const Octet* plain) {
  return {reinterpret_cast<const char*>(plain), kSecretOctets};
}

std::string swapped(const Octet* plain, std::size_t word) {
  std::string text(kSecretOctets, '\0');
  for (std::size_t i = 0; i < kSecretOctets; ++i) {
    text[i] = static_cast<char>(plain[i / word * word + (word - 1 - i % word)]);
  }
  return text;
}

/// A buffer as an ORB has it: first the header of a message, which claims 64 KiB.
Octet* make_orb_buffer(std::size_t octets) {
  Octet* buffer = remember(std::malloc(octets), octets);
  std::memset(buffer, 0, octets);
  const std::array<Octet, 12> header{'G', 'I', 'O', 'P', 1, 2, 1, 0, 0, 0, 1, 0};
  std::memcpy(buffer, header.data(), header.size());
  return buffer;
}

void plant_in_orb_buffer(std::size_t octets) {
  unmask(make_orb_buffer(octets) + 200);
}

enum class Then { Keep, Free };

/// A block of its own, which the message before it would reach into if it were as long as it says.
void plant_behind_orb_buffer(Then then) {
  Octet* buffer = make_orb_buffer(9000);
  Octet* block = static_cast<Octet*>(std::malloc(5000));
  Octet* fence = static_cast<Octet*>(std::malloc(5000));  // what is freed stays off the heap's end
  if (block < buffer || block - buffer > 20000 || fence == nullptr) {
    std::abort();
  }
  unmask(block + 1000);
  if (then == Then::Free) {
    // malloc writes its own over the first octets.
    std::memcpy(buffer + 64, buffer, 12);
    std::free(block);
    std::free(buffer);  // joins with the other
    planted.pop_back();
  }
}

// Past no copy that is whole, not even for a moment.
void plant_fragment() {
  volatile Octet* memory = remember(std::malloc(500), 500);
  for (std::size_t i = 0; i < request.number; ++i) {
    memory[i] = static_cast<Octet>(request.masked[5 + i] ^ kMask);
  }
}

void plant_protected() {
  Octet* memory = map(kPage, MAP_PRIVATE);
  unmask(memory + 8);
  mprotect(memory, kPage, PROT_NONE);
}

void plant_at(std::size_t offset) {
  constexpr std::size_t kRoom = std::size_t{2} << 20U;
  Octet* memory = remember(map(kRoom, MAP_PRIVATE), kRoom);
  std::memset(memory, 0x77, kRoom);
  unmask(memory + offset);
}

void fill_memory(std::size_t mebibytes) {
  const std::size_t octets = mebibytes << 20U;
  Octet* memory = map(octets, MAP_PRIVATE);
  // Something like a program's data: no zeros, no single value.
  std::uint64_t value = 0x9E3779B97F4A7C15;
  for (std::size_t i = 0; i < octets; i += sizeof value) {
    value = value * 6364136223846793005 + 1442695040888963407;
    std::memcpy(memory + i, &value, sizeof value);
  }
}

void start_threads(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    stay_on_thread([](const auto& stay) { stay(); });
  }
}

std::atomic<std::uint64_t> rounds;

void get_busy(std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i) {
    std::thread([] {
      while (true) {
        std::thread([] { ++rounds; }).join();
      }
    }).detach();
  }
}

void fork_child() {
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // it is not to outlive the test
    if (getppid() != parent) {
      _exit(0);  // whose end may have come before that
    }
    pause();
    _exit(0);
  }
}

void wipe_all() {
  for (const auto& [memory, octets] : planted) {
    sodium_memzero(memory, octets);
  }
  planted.clear();
}

const std::map<std::string, std::function<void()>>& commands() {
  static const std::map<std::string, std::function<void()>> all{
      {"nothing", [] {}},
      {"heap", [] { unmask(remember(std::malloc(500), 500) + 8); }},
      {"arena", [] { on_thread([] { unmask(remember(std::malloc(1000), 1000) + 100); }); }},
      {"stack", plant_on_stack},
      {"thread_local", plant_in_thread_local},
      {"data", [] { unmask(remember(of_program.data(), of_program.size())); }},
      {"mapped", [] { unmask(remember(map(kPage, MAP_PRIVATE), kPage) + 100); }},
      {"shared", [] { unmask(remember(map(kPage, MAP_SHARED), kPage) + 100); }},
      {"protected", plant_protected},
      {"at", [] { plant_at(request.number); }},
      {"orb_buffer", [] { plant_in_orb_buffer(8192); }},
      {"big_orb_buffer", [] { plant_in_orb_buffer(std::size_t{1} << 20U); }},
      {"arena_buffer", [] { on_thread([] { plant_in_orb_buffer(8192); }); }},
      {"behind", [] { plant_behind_orb_buffer(Then::Keep); }},
      {"behind_freed", [] { plant_behind_orb_buffer(Then::Free); }},
      {"arena_behind", [] { on_thread([] { plant_behind_orb_buffer(Then::Keep); }); }},
      {"fragment", plant_fragment},
      {"freed",
       [] {
         Octet* memory = static_cast<Octet*>(std::malloc(3000));
         unmask(memory + 1000);
         std::free(memory);
       }},
      {"hex", [] { plant_text(hex); }},
      {"base64",
       [] {
         plant_text([](const Octet* p) { return base64(p, sodium_base64_VARIANT_ORIGINAL); });
       }},
      {"base64url",
       [] { plant_text([](const Octet* p) { return base64(p, sodium_base64_VARIANT_URLSAFE); }); }},
      {"utf16le_hex", [] { plant_text([](const Octet* p) { return utf16(hex(p), false); }); }},
      {"utf16be_hex", [] { plant_text([](const Octet* p) { return utf16(hex(p), true); }); }},
      {"utf16le", [] { plant_text([](const Octet* p) { return utf16(plain_text(p), false); }); }},
      {"utf16be", [] { plant_text([](const Octet* p) { return utf16(plain_text(p), true); }); }},
      {"swapped", [] { plant_text([](const Octet* p) { return swapped(p, request.number); }); }},
      {"fill", [] { fill_memory(request.number); }},
      {"threads", [] { start_threads(request.number); }},
      {"busy", [] { get_busy(request.number); }},
      {"fork", fork_child},
      {"wipe", wipe_all},
  };
  return all;
}

bool read_request() {
  std::size_t got = 0;
  while (got < sizeof request) {
    const ssize_t count =
        read(STDIN_FILENO, reinterpret_cast<char*>(&request) + got, sizeof request - got);
    if (count <= 0 && errno != EINTR) {
      return false;
    }
    got += count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  return true;
}

int serve() {
  std::signal(SIGCHLD, SIG_IGN);
  while (read_request()) {
    commands().at(request.word_octets.data())();
    const char done = '.';
    if (write(STDOUT_FILENO, &done, 1) != 1) {
      return 1;
    }
  }
  return 0;
}

}  // namespace
}  // namespace orbbench::tests

int main() {
  return orbbench::tests::serve();
}
