-- Levels in the cuts for which the seed tier_sentences has neither a specific nor a
-- general sentence in both languages.
select
    cuts.scheme,
    cuts.metric,
    cuts.level
from {{ ref('customer_tiers', 'tier_cuts') }} as cuts
left join {{ rules('tier_sentences') }} as sentences
    on
        cuts.scheme = sentences.scheme
        and cuts.metric = sentences.metric
        and sentences.level in (cuts.level, '*')
group by cuts.scheme, cuts.metric, cuts.level
having count(sentences.sentence_en) = 0 or count(sentences.sentence_zh) = 0
union all
-- Explanations of the newest date without a sentence, or with an unfilled placeholder.
-- As a plain condition it would be evaluated for all dates.
select
    scheme,
    metric,
    level
from {{ ref('customer_tiers', 'tier_explanations') }}
where
    as_of_date = (
        select max(dates.as_of_date)
        from {{ ref('customer_tiers', 'int_as_of_dates') }} as dates
    )
group by scheme, metric, level
having
    count(explanation_en) < count(*)
    or count(explanation_zh) < count(*)
    or bool_or(
        concat(explanation_en, explanation_zh) like concat('%', '{', '%')
    )
