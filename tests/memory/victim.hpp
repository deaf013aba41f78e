#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "memory/canary.hpp"
#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::tests {

/// A process that holds secrets where it is told to, and ends with this.
class Victim {
 public:
  Victim();
  ~Victim();
  Victim(const Victim&) = delete;
  Victim& operator=(const Victim&) = delete;

  pid_t pid() const { return pid_; }

  /// Does what the word says (victim_program.cpp lists them), and returns when it is done. Throws
  /// std::runtime_error when the victim has ended.
  void plant(const std::string& word, const memory::Canary& canary, std::uint64_t number = 0);
  void tell(const std::string& word, std::uint64_t number = 0);

 private:
  pid_t pid_ = -1;
  process::FileDescriptor requests_;
  process::FileDescriptor answers_;
};

}  // namespace orbbench::tests
