#include "faults/conversation.hpp"

namespace orbbench::faults {
namespace {

constexpr std::size_t kMostRemembered = 4096;
constexpr std::size_t kLongestName = 256;

}  // namespace

Subject Conversation::follow(Direction direction, const GiopMessage& message) {
  Subject subject{.direction = direction,
                  .type = message.type,
                  .request_id = message.request_id,
                  .operation = message.operation,
                  .octets = message.octets};
  if (!message.request_id) {
    return subject;
  }
  if (message.type == MessageType::Request) {
    remember(*message.request_id, message.operation);
  } else if (const auto found = operations_.find(*message.request_id); found != operations_.end()) {
    subject.operation = found->second;
  }
  return subject;
}

// An id that is used again is newly remembered, and may be forgotten at its first place in the
// order: that costs a name, never more.
void Conversation::remember(std::uint32_t request_id, const std::string& operation) {
  operations_[request_id] = operation.substr(0, kLongestName);
  order_.push_back(request_id);
  if (order_.size() > kMostRemembered) {
    operations_.erase(order_.front());
    order_.pop_front();
  }
}

}  // namespace orbbench::faults
