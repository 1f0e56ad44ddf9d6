select
    label_{lang},
    count(*) / (select count(*) from marts.abc_tiers where as_of_date = date '{newest}'),
    sum(net_revenue)::double
        / (select sum(net_revenue) from marts.abc_tiers where as_of_date = date '{newest}')::double
from marts.abc_tiers
inner join (select label, label_{lang} from rules where scheme = 'abc') as labels
    on labels.label = abc_class
where as_of_date = date '{newest}'
group by label_{lang}
