#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace orbbench::console {

/// Owns a file descriptor; -1 is none.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void close() {
    if (is_open()) {
      ::close(std::exchange(number_, -1));
    }
  }

 private:
  int number_;
};

struct StartedChild {
  pid_t pid = -1;
  Descriptor process;  ///< readable once it is gone
  Descriptor output;
  Descriptor errors;
};

/// While it lives children are started by a thread of its own, which is scheduled as its maker was
/// when it was made: for a program that lowers its own priority afterwards, since only a privileged
/// one could raise that of its children again. One at a time; it outlives all that start children.
class Starter {
 public:
  Starter();
  ~Starter();
  Starter(const Starter&) = delete;
  Starter& operator=(const Starter&) = delete;

  struct Implementation;

 private:
  std::unique_ptr<Implementation> implementation_;
};

/// Executes it in a process group of its own, its input empty, to be killed when the calling
/// *thread* ends, or the Starter where there is one. Throws std::runtime_error naming the program
/// when it cannot be executed.
StartedChild start_child(const std::filesystem::path& program,
                         const std::vector<std::string>& arguments);

}  // namespace orbbench::console
