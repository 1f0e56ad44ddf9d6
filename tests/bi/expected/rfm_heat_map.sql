select recency_score, frequency_score, count(*)
from marts.rfm_scores
where as_of_date = date '{newest}' and recency_score is not null
group by all
