#include "store/widget_cache.hpp"

#include <gtest/gtest.h>

#include "orbbench/launcher/stack.hpp"
#include "store_verifiers.hpp"

namespace orbbench::tests {
namespace {

using widget_core::WidgetCache;
using widget_core::WidgetRecord;

launcher::StackOptions only_redis() {
  launcher::StackOptions options;
  options.parts = {"redis"};
  options.keeper_binary = ORBBENCH_BINARY;
  return options;
}

WidgetRecord record_of(const std::string& label) {
  WidgetRecord record;
  record.widget.id = 7;
  record.widget.label = label;
  return record;
}

class WidgetCacheTest : public ::testing::Test {
 protected:
  std::string cached_label() {
    const auto found = cache_.look_up(7);
    return found.record ? found.record->widget.label : "none";
  }

  launcher::Stack stack_ = launcher::Stack::start(only_redis());
  service::RedisPool redis_{stack_.endpoints().redis->host, stack_.endpoints().redis->port};
  WidgetCache cache_{redis_, std::chrono::seconds(60)};
  CacheVerifier verifier_{stack_.endpoints().redis->host, stack_.endpoints().redis->port};
};

TEST_F(WidgetCacheTest, AReaderPutsNothingBackThatAWriterHasReplaced) {
  const auto reader = cache_.look_up(7);
  ASSERT_FALSE(reader.lease.empty());
  const std::string writer = cache_.begin_write(7);
  cache_.fill(record_of("old"), reader.lease);
  EXPECT_EQ(cached_label(), "none");
  EXPECT_TRUE(cache_.look_up(7).lease.empty()) << "a reader may store in the middle of a write";
  cache_.finish_write(record_of("new"), writer);
  cache_.fill(record_of("old"), reader.lease);
  EXPECT_EQ(cached_label(), "new");
}

TEST_F(WidgetCacheTest, OfTwoWritersTheLaterOneStores) {
  const std::string first = cache_.begin_write(7);
  const std::string second = cache_.begin_write(7);
  cache_.finish_write(record_of("first"), first);
  EXPECT_EQ(cached_label(), "none");
  cache_.finish_write(record_of("second"), second);
  cache_.finish_write(record_of("first"), first);
  EXPECT_NE(cached_label(), "first");
}

TEST_F(WidgetCacheTest, ItIsNotReadWhileItIsSuspendedAndAGarbledValueIsAMiss) {
  verifier_.plant("widget:7", to_json(record_of("stale")).dump(), std::chrono::seconds(60));
  EXPECT_EQ(cached_label(), "stale");
  cache_.suspend();
  const auto suspension = cache_.suspension();
  EXPECT_EQ(cached_label(), "none");
  cache_.suspend();
  cache_.resume(suspension);
  EXPECT_EQ(cached_label(), "none") << "there was another suspension since";
  cache_.remove_all();
  cache_.resume(cache_.suspension());
  EXPECT_FALSE(cache_.suspended());
  verifier_.plant("widget:7", "{\"widget_id\": 7", std::chrono::seconds(60));
  const auto garbled = cache_.look_up(7);
  EXPECT_FALSE(garbled.record.has_value());
  cache_.fill(record_of("right"), garbled.lease);
  EXPECT_EQ(cached_label(), "right");
}

}  // namespace
}  // namespace orbbench::tests
