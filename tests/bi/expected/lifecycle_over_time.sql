select as_of_date::varchar, label_{lang}, count(*)
from marts.lifecycle_stages
inner join (select label, label_{lang} from rules where scheme = 'lifecycle') as labels
    on labels.label = lifecycle_stage
group by all
