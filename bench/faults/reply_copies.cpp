#include "faults/reply_copies.hpp"

namespace orbbench::faults {
namespace {

constexpr std::size_t kMostReplies = 64;

}  // namespace

std::shared_ptr<FragmentedReply> ReplyCopies::follow(const GiopMessage& message,
                                                     const Treatment& treatment) {
  if (message.type == MessageType::Fragment) {
    return find(message);
  }
  if (!treatment.drop && !treatment.duplicate) {
    return nullptr;
  }
  auto reply = std::make_shared<FragmentedReply>();
  reply->dropped = treatment.drop.has_value();
  reply->duplicate = treatment.duplicate;
  if (message.fragments_follow && message.request_id) {
    if (replies_.size() >= kMostReplies) {
      return nullptr;
    }
    last_request_id_ = *message.request_id;
    replies_[last_request_id_] = reply;
  }
  return reply;
}

std::shared_ptr<FragmentedReply> ReplyCopies::find(const GiopMessage& fragment) {
  const auto found = replies_.find(fragment.request_id.value_or(last_request_id_));
  if (found == replies_.end()) {
    return nullptr;
  }
  auto reply = found->second;
  if (!fragment.fragments_follow) {
    replies_.erase(found);
  }
  return reply;
}

void ReplyCopies::copy(FragmentedReply& reply, std::span<const std::uint8_t> octets) {
  if (octets_ + octets.size() > most_octets_) {
    forget(reply);
    reply.duplicate.reset();
    return;
  }
  octets_ += octets.size();
  reply.copy.insert(reply.copy.end(), octets.begin(), octets.end());
}

void ReplyCopies::forget(FragmentedReply& reply) {
  octets_ -= reply.copy.size();
  reply.copy = {};
}

}  // namespace orbbench::faults
