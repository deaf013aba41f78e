#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "memory/preload/record.hpp"
#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::free_witness {

using Canary = std::array<std::uint8_t, kCanaryOctets>;

struct LoadedModule {
  std::uint64_t start = 0;
  std::uint64_t end = 0;
  std::uint64_t bias = 0;
  std::string path;
};

struct CallPathCount {
  std::vector<std::uint64_t> frames;  ///< return addresses, innermost first
  std::uint64_t blocks = 0;
  std::uint64_t octets = 0;
  std::uint64_t unwiped = 0;       ///< blocks with content left in them
  std::uint64_t content = 0;       ///< octets of content, in all of them
  std::uint64_t most_content = 0;  ///< octets of content, in any one
  std::uint64_t with_canary = 0;   ///< blocks with a run of 15 octets or more of a canary
  std::uint64_t with_whole_canary = 0;
};

/// What a record said at one moment, copied out of it.
struct Sighting {
  std::uint64_t process = 0;  ///< 0: no process has loaded the witness
  std::uint64_t bystanders = 0;
  std::uint64_t blocks = 0;
  std::uint64_t cut_short = 0;
  std::uint64_t unplaced = 0;
  std::uint64_t unplaced_with_canary = 0;
  std::uint64_t unwindings = 0;
  std::vector<LoadedModule> modules;
  std::vector<CallPathCount> paths;
};

/// A record of this process's own, in memory alone: no file is left behind however this process
/// ends. One thread at a time.
class RecordFile {
 public:
  /// Whoever takes it up is watched from then on. Throws std::system_error.
  RecordFile();
  ~RecordFile();
  RecordFile(const RecordFile&) = delete;
  RecordFile& operator=(const RecordFile&) = delete;

  /// For kFileVariable in the environment of a child, which has the same user.
  std::string path() const;

  /// From now on the witness looks for it too. Throws std::length_error beyond kMostCanaries.
  void add_canary(const Canary& canary);

  void watch();
  void pause();

  /// Forgets what was seen so far. For a core that is idle: what it gives back meanwhile may be
  /// counted in part.
  void forget();

  Sighting read() const;

 private:
  process::FileDescriptor file_;
  Record* record_ = nullptr;
  std::size_t canaries_ = 0;
};

/// Reads a record that another may have written, or may be writing: each value is taken once, and
/// one that cannot be is left out. Throws std::runtime_error for what is no record at all.
Sighting read_record(std::span<const std::uint8_t> octets);

}  // namespace orbbench::free_witness
