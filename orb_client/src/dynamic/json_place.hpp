#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace orbbench::orb_client {

/// Where a value stands in a JSON document, as a chain that lives on the stack: the pointer's text
/// (RFC 6901) is made only when somebody wants to tell it.
class JsonPlace {
 public:
  explicit JsonPlace(std::string_view root) : name_(root), is_root_(true) {}
  JsonPlace(const JsonPlace& parent, std::string_view name)
      : parent_(&parent), name_(name), depth_(parent.depth_ + 1) {}
  JsonPlace(const JsonPlace& parent, std::size_t index)
      : parent_(&parent), index_(index), depth_(parent.depth_ + 1) {}

  std::size_t depth() const { return depth_; }

  std::string text() const {
    if (is_root_) {
      return std::string(name_);
    }
    return parent_->text() + "/" + (name_.data() == nullptr ? std::to_string(index_) : escaped());
  }

 private:
  std::string escaped() const {
    std::string text;
    for (const char letter : name_) {
      text += letter == '~' ? "~0" : letter == '/' ? "~1" : std::string(1, letter);
    }
    return text;
  }

  const JsonPlace* parent_ = nullptr;
  std::string_view name_;
  std::size_t index_ = 0;
  std::size_t depth_ = 0;
  bool is_root_ = false;
};

}  // namespace orbbench::orb_client
