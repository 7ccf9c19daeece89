import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** A row of the view, which is also a user's row while its counts are 0. */
@JsonIgnoreProperties(ignoreUnknown = true)
record UserInformation(
        String userId, String username, String name, String description, String location, String webPageUrl,
        String joinedDate, String profileImageUrl, String backgroundImageUrl,
        long tweetCount, long followingCount, long followerCount, long likeCount, long listCount, long momentCount) {

    UserInformation withTweets(Long count) {
        return with(orZero(count), followingCount, followerCount, likeCount, listCount, momentCount);
    }

    UserInformation withFollowing(Long count) {
        return with(tweetCount, orZero(count), followerCount, likeCount, listCount, momentCount);
    }

    UserInformation withFollowers(Long count) {
        return with(tweetCount, followingCount, orZero(count), likeCount, listCount, momentCount);
    }

    UserInformation withLikes(Long count) {
        return with(tweetCount, followingCount, followerCount, orZero(count), listCount, momentCount);
    }

    UserInformation withLists(Long count) {
        return with(tweetCount, followingCount, followerCount, likeCount, orZero(count), momentCount);
    }

    UserInformation withMoments(Long count) {
        return with(tweetCount, followingCount, followerCount, likeCount, listCount, orZero(count));
    }

    private UserInformation with(long tweets, long following, long followers, long likes, long lists, long moments) {
        return new UserInformation(userId, username, name, description, location, webPageUrl, joinedDate,
                profileImageUrl, backgroundImageUrl, tweets, following, followers, likes, lists, moments);
    }

    private static long orZero(Long count) {
        return count == null ? 0 : count;
    }
}
