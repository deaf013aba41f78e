#include "orbbench/service/redis_pool.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <utility>

#include "redis_connection.hpp"

namespace orbbench::service {
namespace {

using Clock = std::chrono::steady_clock;
using Owned = std::unique_ptr<RedisConnection>;
using Work = std::function<RedisValue(RedisConnection&)>;

}  // namespace

struct RedisPool::Implementation {
  Implementation(std::string where, std::uint16_t number, RedisLimits chosen)
      : host(std::move(where)), port(number), limits(chosen) {}

  /// A connection's place in the pool, free again at its end unless it is released: to the
  /// connection.
  struct FreePlace {
    void operator()(Implementation* pool) const { pool->give_back(nullptr); }
  };
  using Place = std::unique_ptr<Implementation, FreePlace>;

  RedisValue run(const Work& work) {
    bool reused = false;
    Owned connection = take(reused);
    try {
      return run_on(std::move(connection), work);
    } catch (const RedisConnection::ConnectionLost& lost) {
      note_loss();
      if (!reused || lost.reason == RedisConnection::ConnectionLost::Reason::TooLate) {
        pause();
        throw;
      }
    }
    // Redis has been away meanwhile: the other idle connections are gone with that one.
    connection = take(reused);
    return run_on(std::move(connection), work);
  }

  RedisValue run_on(Owned connection, const Work& work) {
    Place place(this);  // the connection goes, and its place stays, with any other error
    try {
      RedisValue value = work(*connection);
      place.release();
      give_back(std::move(connection));
      return value;
    } catch (const RedisConnection::ErrorReply&) {
      place.release();
      give_back(std::move(connection));
      throw;
    }
  }

  Owned take(bool& reused) {
    {
      std::unique_lock lock(mutex);
      if (Clock::now() < paused_until) {
        throw RedisUnavailable("Redis was lost a moment ago");
      }
      const auto limit = Clock::now() + limits.timeout;
      if (!returned.wait_until(lock, limit, [this] { return leased < limits.connections; })) {
        throw RedisUnavailable("all connections to Redis are in use");
      }
      ++leased;
      reused = !idle.empty();
      if (reused) {
        Owned connection = std::move(idle.back());
        idle.pop_back();
        return connection;
      }
    }
    return connect();
  }

  Owned connect() {
    Place place(this);
    try {
      auto connection = std::make_unique<RedisConnection>(host, port, limits.timeout);
      place.release();
      return connection;
    } catch (const RedisUnavailable&) {
      note_loss();
      pause();
      throw;
    }
  }

  void give_back(Owned connection) {
    {
      const std::lock_guard lock(mutex);
      --leased;
      if (connection) {
        idle.push_back(std::move(connection));
      }
    }
    returned.notify_one();
  }

  void note_loss() {
    std::vector<Owned> dropped;
    const std::lock_guard lock(mutex);
    ++losses;
    dropped.swap(idle);
  }

  void pause() {
    const std::lock_guard lock(mutex);
    paused_until = Clock::now() + limits.pause;
  }

  const std::string host;
  const std::uint16_t port;
  const RedisLimits limits;

  mutable std::mutex mutex;
  std::condition_variable returned;
  std::vector<Owned> idle;
  std::size_t leased = 0;
  std::uint64_t losses = 0;
  Clock::time_point paused_until;
  std::map<std::string, std::string> script_digests;  ///< by source
};

RedisPool::RedisPool(std::string host, std::uint16_t port, RedisLimits limits)
    : implementation_(std::make_unique<Implementation>(std::move(host), port, limits)) {}

RedisPool::~RedisPool() = default;

RedisValue RedisPool::command(const std::vector<std::string>& words) {
  return implementation_->run(
      [&](RedisConnection& connection) { return connection.command(words); });
}

namespace {

bool is_unknown_script(const RedisConnection::ErrorReply& error) {
  return std::string(error.what()).starts_with("NOSCRIPT");
}

}  // namespace

RedisValue RedisPool::script(const std::string& source, const std::vector<std::string>& keys,
                             const std::vector<std::string>& arguments) {
  std::vector<std::string> words{"EVALSHA", "", std::to_string(keys.size())};
  words.insert(words.end(), keys.begin(), keys.end());
  words.insert(words.end(), arguments.begin(), arguments.end());
  {
    const std::lock_guard lock(implementation_->mutex);
    words[1] = implementation_->script_digests[source];
  }
  return implementation_->run([&](RedisConnection& connection) {
    if (!words[1].empty()) {
      try {
        return connection.command(words);
      } catch (const RedisConnection::ErrorReply& error) {
        if (!is_unknown_script(error)) {
          throw;
        }
      }
    }
    words[1] = connection.command({"SCRIPT", "LOAD", source}).value_or("");
    {
      const std::lock_guard lock(implementation_->mutex);
      implementation_->script_digests[source] = words[1];
    }
    return connection.command(words);
  });
}

std::uint64_t RedisPool::losses() const {
  const std::lock_guard lock(implementation_->mutex);
  return implementation_->losses;
}

}  // namespace orbbench::service
