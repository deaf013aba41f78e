#include "faults/relay.hpp"

#include <algorithm>
#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

#include "faults/event_log.hpp"

namespace orbbench::faults {
namespace {

/// How often a throttled message moves on, at the most.
constexpr std::uint64_t kThrottleStepsPerSecond = 50;

/// How long so many octets take at that rate.
std::chrono::nanoseconds time_for(std::uint64_t octets, std::uint64_t octets_per_second) {
  return std::chrono::nanoseconds(1'000'000'000 * octets / octets_per_second);
}

}  // namespace

Relay::Relay(std::shared_ptr<Connection> connection, Direction direction)
    : connection_(std::move(connection)),
      direction_(direction),
      decoder_(connection_->state().limits),
      copies_(connection_->state().limits.largest_copy_octets),
      timer_(connection_->sink_of(direction).get_executor()) {}

asio::awaitable<void> Relay::run() {
  try {
    co_await relay_to_the_end();
  } catch (const std::system_error&) {
    // A side that breaks off is passed on as such, unless the end was made here.
    if (!connection_->ended()) {
      connection_->end_by_reset();
    }
  }
}

asio::awaitable<void> Relay::relay_to_the_end() {
  for (std::size_t octets = co_await read_some(); octets > 0; octets = co_await read_some()) {
    std::vector<Piece> pieces = split(octets);
    for (Piece& piece : pieces) {
      Flow flow = Flow::Ended;
      if (!connection_->ended()) {
        flow = co_await handle(piece);
      }
      if (flow == Flow::Ended) {
        co_await discard_the_rest();
        co_return;
      }
    }
  }
  const std::vector<std::uint8_t> held_back = decoder_.flush();
  co_await write(held_back);
  asio::error_code ignored;  // the sink may be gone before its source
  connection_->sink_of(direction_).shutdown(Connection::Socket::shutdown_send, ignored);
}

/// 0 at the end of the stream.
asio::awaitable<std::size_t> Relay::read_some() {
  asio::error_code error;
  const std::size_t octets =
      co_await connection_->source_of(direction_)
          .async_read_some(asio::buffer(buffer_), asio::redirect_error(asio::use_awaitable, error));
  if (error && error != asio::error::eof) {
    throw std::system_error(error);
  }
  connection_->state().counts(direction_).octets += octets;
  co_return octets;
}

std::vector<Piece> Relay::split(std::size_t octets) {
  const auto read = std::span(buffer_).first(octets);
  if (connection_->state().protocol == Protocol::Giop) {
    return decoder_.feed(read);
  }
  return {Piece{.begins = std::nullopt, .ends = true, .octets = {read.begin(), read.end()}}};
}

asio::awaitable<Relay::Flow> Relay::handle(Piece& piece) {
  Flow flow = Flow::Open;
  if (piece.begins || connection_->state().protocol == Protocol::Bytes) {
    begin(piece);
    flow = co_await begin_treatment();
  }
  if (flow == Flow::Open) {
    flow = co_await deliver(piece);
  }
  if (flow == Flow::Open && piece.ends) {
    flow = co_await end_message();
  }
  co_return flow;
}

void Relay::begin(const Piece& piece) {
  ProxyState& state = connection_->state();
  ++state.counts(direction_).messages;
  if (piece.begins) {
    subject_ = connection_->conversation().follow(direction_, *piece.begins);
    minor_version_ = piece.begins->minor_version;
    fragments_follow_ = piece.begins->fragments_follow;
  } else {
    subject_ = {
        .direction = direction_, .octets = piece.octets.size(), .stream_position = octets_before_};
    octets_before_ += piece.octets.size();
  }
  if (direction_ == Direction::ToClient) {
    connection_->begin_message_to_client();
  }
  treatment_ = treatment_of(state.plan.strikes_at(subject_), subject_);
  reply_ = piece.begins ? copies_.follow(*piece.begins, treatment_) : nullptr;
  delivered_ = 0;
}

asio::awaitable<Relay::Flow> Relay::begin_treatment() {
  for (Treatment::Step& step : treatment_.delays) {
    co_await wait(std::chrono::milliseconds(step.amount));
    note(step, "delayed by " + std::to_string(step.amount) + " ms");
  }
  if (treatment_.close_connection) {
    note(*treatment_.close_connection, "replaced by CloseConnection");
    co_await stop_delivering();
    co_await connection_->close_giop(minor_version_);
    co_return Flow::Ended;
  }
  if (treatment_.withhold) {
    note(*treatment_.withhold, "withheld, and all behind it");
    co_await stop_delivering();
    co_return Flow::Ended;
  }
  if (treatment_.drop && reply_) {
    note(*treatment_.drop, "dropped");
  }
  co_return Flow::Open;
}

/// The client is sent nothing of this message: a CloseConnection need not wait for its end.
asio::awaitable<void> Relay::stop_delivering() {
  if (direction_ == Direction::ToClient) {
    co_await connection_->end_message_to_client();
  }
}

/// The sender must not see that nobody reads, and the other side ends when it does.
asio::awaitable<void> Relay::discard_the_rest() {
  for (std::size_t octets = co_await read_some(); octets > 0; octets = co_await read_some()) {
  }
  if (!connection_->ended()) {
    connection_->end_by_fin();
  }
}

asio::awaitable<Relay::Flow> Relay::deliver(Piece& piece) {
  std::span<std::uint8_t> octets = piece.octets;
  if (reply_ && reply_->dropped) {
    co_return Flow::Open;
  }
  flip_in(octets);
  if (reply_ && reply_->duplicate) {
    copies_.copy(*reply_, octets);
  }
  if (reply_ && reply_->duplicate && piece.ends && !fragments_follow_) {
    note(*reply_->duplicate, "delivered twice");
  }
  const bool ends_here = treatment_.end && delivered_ + octets.size() >= treatment_.end->amount;
  if (ends_here) {
    octets = octets.first(treatment_.end->amount - delivered_);
  }
  co_await write_as_treated(octets);
  delivered_ += octets.size();
  if (ends_here) {
    end_here();
  }
  co_return ends_here ? Flow::Ended : Flow::Open;
}

void Relay::end_here() {
  const bool by_reset = treatment_.ending == Treatment::Ending::Rst;
  note(*treatment_.end,
       (by_reset ? "reset after " : "cut after ") + std::to_string(delivered_) + " octets");
  if (by_reset) {
    connection_->end_by_reset();
  } else {
    connection_->end_by_fin();
  }
}

asio::awaitable<Relay::Flow> Relay::end_message() {
  if (reply_ && reply_->duplicate && !fragments_follow_) {
    co_await write(reply_->copy);
    copies_.forget(*reply_);
  }
  reply_.reset();
  treatment_ = Treatment();
  if (direction_ == Direction::ToClient) {
    co_await connection_->end_message_to_client();
  }
  co_return connection_->ended() ? Flow::Ended : Flow::Open;
}

asio::awaitable<void> Relay::write_as_treated(std::span<const std::uint8_t> octets) {
  std::uint64_t step = std::max<std::uint64_t>(octets.size(), 1);
  if (treatment_.throttle) {
    step =
        std::clamp<std::uint64_t>(treatment_.throttle->amount / kThrottleStepsPerSecond, 1, step);
  }
  if (treatment_.slice) {
    step = std::min(step, treatment_.slice->amount);
  }
  while (!octets.empty()) {
    const auto piece = octets.first(std::min<std::uint64_t>(step, octets.size()));
    octets = octets.subspan(piece.size());
    if (treatment_.throttle) {
      const std::uint64_t rate = treatment_.throttle->amount;
      co_await wait(time_for(piece.size(), rate));
      note(*treatment_.throttle, "throttled to " + std::to_string(rate) + " octets a second");
    }
    if (treatment_.slice) {
      note(*treatment_.slice, "sliced by " + std::to_string(treatment_.slice->amount) + " octets");
    }
    co_await write(piece);
  }
}

asio::awaitable<void> Relay::write(std::span<const std::uint8_t> octets) {
  if (connection_->ended()) {
    throw std::system_error(asio::error::make_error_code(asio::error::operation_aborted));
  }
  co_await asio::async_write(connection_->sink_of(direction_),
                             asio::buffer(octets.data(), octets.size()), asio::use_awaitable);
}

asio::awaitable<void> Relay::wait(std::chrono::nanoseconds duration) {
  timer_.expires_after(duration);
  co_await timer_.async_wait(asio::use_awaitable);
}

void Relay::flip_in(std::span<std::uint8_t> octets) {
  if (!treatment_.flip || treatment_.flip->amount < delivered_ ||
      treatment_.flip->amount >= delivered_ + octets.size()) {
    return;
  }
  octets[treatment_.flip->amount - delivered_] ^= treatment_.flip_mask;
  note(*treatment_.flip, "octet " + std::to_string(treatment_.flip->amount) + " changed");
}

void Relay::note(Treatment::Step& step, const std::string& what) {
  if (step.took_effect) {
    return;
  }
  step.took_effect = true;
  connection_->state().plan.count_effect(*step.fault);
  connection_->state().log(effect_line(*step.fault, what, connection_->number(), subject_));
}

}  // namespace orbbench::faults
