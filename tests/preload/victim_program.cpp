// A program that gives blocks back in one way or another, for the free-time witness to see. Its
// arguments are the way and a secret in hex; it says DONE when it has done so, and stays.
//
// Each way has functions of its own, by whose names the tests find its blocks; what the program's
// start gives back is not among them.

#include <alloca.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <latch>
#include <map>
#include <string_view>
#include <thread>
#include <vector>

namespace victim {

constexpr std::size_t kSecretOctets = 32;
constexpr std::size_t kBlockOctets = 200;
constexpr std::size_t kUnaligned = 13;

std::array<unsigned char, kSecretOctets> secret;  // no block: the witness does not look here

void read_secret(std::string_view hex) {
  for (std::size_t i = 0; i < secret.size() && 2 * i + 1 < hex.size(); ++i) {
    const char digits[] = {hex[2 * i], hex[2 * i + 1], '\0'};
    secret[i] = static_cast<unsigned char>(std::strtoul(digits, nullptr, 16));
  }
}

unsigned char* block_of(std::size_t octets) {
  return static_cast<unsigned char*>(std::calloc(1, octets));
}

/// Compilers leave out what is written to a block that is only given back then, and the block.
template <class Octet>
Octet* needed(Octet* block) {
  asm volatile("" : "+r"(block) : : "memory");
  return block;
}

unsigned char* block_with_secret() {
  unsigned char* block = block_of(kBlockOctets);
  std::memcpy(block + kUnaligned, secret.data(), secret.size());
  return needed(block);
}

[[gnu::noinline]] void give_back_as_it_is(void* block) {
  std::free(block);
}

[[gnu::noinline]] void give_back_wiped(void* block) {
  explicit_bzero(block, kBlockOctets);
  std::free(needed(block));
}

[[gnu::noinline]] void give_back_by_delete(const unsigned char* block) {
  delete[] block;
}

[[gnu::noinline]] void* outgrow(void* block) {
  return std::realloc(block, 1000 * kBlockOctets);
}

[[gnu::noinline]] void* shrink(void* block) {
  return std::realloc(block, kBlockOctets / 2);
}

[[gnu::noinline]] void give_nothing_back() {
  void* volatile nothing = nullptr;
  std::free(nothing);
}

void keep() {
  for (int i = 0; i < 5; ++i) {
    give_back_as_it_is(block_with_secret());
  }
}

void wipe() {
  for (int i = 0; i < 5; ++i) {
    give_back_wiped(block_with_secret());
  }
}

void use_delete() {
  auto* block = new unsigned char[kBlockOctets]();
  std::memcpy(block, secret.data(), secret.size());
  give_back_by_delete(needed(block));
}

void keep_half() {
  unsigned char* block = block_of(kBlockOctets);
  std::memcpy(block + kUnaligned, secret.data() + 5, kSecretOctets / 2);
  give_back_as_it_is(needed(block));
}

void move() {
  unsigned char* block = block_with_secret();
  void* volatile barrier = block_of(kBlockOctets);  // no room to grow where it is
  void* moved = outgrow(block);
  std::memset(moved, 0, 1000 * kBlockOctets);
  std::free(moved);
  std::free(barrier);
}

void stay_in_place() {
  void* block = shrink(block_with_secret());
  std::memset(block, 0, kBlockOctets / 2);
  std::free(block);
}

void give_null_back() {
  for (int i = 0; i < 1000; ++i) {
    give_nothing_back();
  }
}

void use_threads() {
  constexpr int kThreads = 8;
  std::latch all_here(kThreads);
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&all_here] {
      all_here.arrive_and_wait();
      for (int block = 0; block < 20'000; ++block) {
        give_back_as_it_is(block_with_secret());
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
}

// Four calls that return to four places: the code, two bits a level, says by which way it goes
// down. NOLINTNEXTLINE(misc-no-recursion): many call paths are its purpose
[[gnu::noinline]] void descend(unsigned code, unsigned levels) {
  if (levels == 0) {
    std::free(block_with_secret());
    return;
  }
  switch (code % 4) {
    case 0:
      descend(code / 4, levels - 1);
      asm volatile("# way 0" ::: "memory");
      break;
    case 1:
      descend(code / 4, levels - 1);
      asm volatile("# way 1" ::: "memory");
      break;
    case 2:
      descend(code / 4, levels - 1);
      asm volatile("# way 2" ::: "memory");
      break;
    default:
      descend(code / 4, levels - 1);
      asm volatile("# way 3" ::: "memory");
      break;
  }
}

void take_many_paths() {
  constexpr unsigned kLevels = 7;
  for (unsigned code = 0; code < 1U << (2 * kLevels); ++code) {
    descend(code, kLevels);
  }
}

[[gnu::noinline]] void give_back_in_frame_of(std::size_t octets) {
  needed(static_cast<unsigned char*>(alloca(octets)));
  give_back_as_it_is(block_with_secret());
}

/// Long enough the same for the witness to rely on it, then no more.
[[gnu::noinline]] std::size_t frame_of_round(std::size_t round) {
  return round < 100 ? 512 : 64 * (round % 30);
}

void vary_frames() {
  for (std::size_t round = 0; round < 2000; ++round) {
    give_back_in_frame_of(frame_of_round(round));
  }
}

void churn() {
  for (int i = 0; i < 200'000; ++i) {
    give_back_as_it_is(block_with_secret());
  }
}

void say(const char* word) {
  std::printf("%s\n", word);
  std::fflush(stdout);
}

/// Once so that what a first time allocates is there, then again.
void churn_twice() {
  churn();
  say("WARM");
  churn();
}

void keep_and_end() {
  keep();
  std::exit(0);
}

void start_child() {
  const pid_t child = fork();
  if (child == 0) {
    execl("/proc/self/exe", "victim", "keep_and_end", "", nullptr);
    _exit(1);
  }
  waitpid(child, nullptr, 0);
}

}  // namespace victim

int main(int count, char** arguments) {
  using namespace victim;
  static const std::map<std::string_view, void (*)()> ways{{"keep", keep},
                                                           {"keep_and_end", keep_and_end},
                                                           {"keep_half", keep_half},
                                                           {"wipe", wipe},
                                                           {"use_delete", use_delete},
                                                           {"move", move},
                                                           {"stay_in_place", stay_in_place},
                                                           {"give_null_back", give_null_back},
                                                           {"use_threads", use_threads},
                                                           {"take_many_paths", take_many_paths},
                                                           {"vary_frames", vary_frames},
                                                           {"churn", churn_twice},
                                                           {"start_child", start_child}};
  const auto way = count == 3 ? ways.find(arguments[1]) : ways.end();
  if (way == ways.end()) {
    return 64;
  }
  read_secret(arguments[2]);
  way->second();
  say("DONE");
  pause();
  return 0;
}
